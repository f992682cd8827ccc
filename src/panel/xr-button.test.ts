import { expect, test } from 'vitest';
import { reasonAgainst, refusalOf } from './xr-button.ts';

test('plain HTTP is told to go by cable to localhost, with the very port', () => {
  const words = reasonAgainst({ isSecureContext: false, port: '8080', hasWebXr: false });
  expect(words).toContain('adb reverse tcp:8080 tcp:8080');
  expect(words).toContain('http://localhost:8080');
});

test('a browser without WebXR and one without a headset are told apart', () => {
  const page = { isSecureContext: true, port: '' };
  expect(reasonAgainst({ ...page, hasWebXr: false })).toContain('no WebXR');
  expect(reasonAgainst({ ...page, hasWebXr: true })).toContain('No headset was found');
});

test('a refusal says what to do, and an unknown one what it said', () => {
  expect(refusalOf(new DOMException('no', 'NotAllowedError'))).toContain('permission');
  expect(refusalOf(new Error('It is asleep.'))).toContain('It is asleep.');
});
