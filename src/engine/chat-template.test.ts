import { expect, test } from 'vitest';
import { readChatTemplate } from './chat-template.ts';
import type { GgufValue } from './gguf.ts';

/** As in SmolLM2-135M-Instruct's GGUF. */
const smolTemplate = `{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system
You are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>
' }}{% endif %}{{'<|im_start|>' + message['role'] + '
' + message['content'] + '<|im_end|>' + '
'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant
' }}{% endif %}`;

function templateOf(source: GgufValue): ReturnType<typeof readChatTemplate> {
  return readChatTemplate(
    new Map<string, GgufValue>([
      ['tokenizer.chat_template', source],
      ['tokenizer.ggml.tokens', ['<s>', '</s>']],
      ['tokenizer.ggml.bos_token_id', 0],
      ['tokenizer.ggml.eos_token_id', 1],
    ]),
  );
}

test('a question becomes the dialogue the model was trained on', () => {
  expect(templateOf(smolTemplate)?.([{ role: 'user', content: 'Is {{ this }} safe?' }])).toBe(
    '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' +
      '<|im_start|>user\nIs {{ this }} safe?<|im_end|>\n<|im_start|>assistant\n',
  );
  const dialogue = templateOf(smolTemplate)?.([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello' },
  ]);
  expect(dialogue).toBe(
    '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n' +
      '<|im_start|>assistant\nHello<|im_end|>\n<|im_start|>assistant\n',
  );
});

test('templates may use the special tokens', () => {
  const template = '{{ bos_token }}{{ messages[0].content }}{{ eos_token }}';
  expect(templateOf(template)?.([{ role: 'user', content: 'a' }])).toBe('<s>a</s>');
});

test('a model without a template has none; a broken one is refused in words', () => {
  expect(readChatTemplate(new Map())).toBeUndefined();
  expect(() => templateOf('{% if %}')).toThrow('chat template cannot be used');
  expect(() => templateOf(7)).toThrow('not a text');
  const refusing = templateOf("{{ raise_exception('only users may speak') }}");
  expect(() => refusing?.([])).toThrow('only users may speak');
});
