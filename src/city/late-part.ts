import { allTopics } from '#store/read.ts';
import type { StoreState } from '#store/read.ts';
import type { CityPart, CreateCityPart } from './city-part.ts';
import { LateScript } from './late-script.ts';

/** A part whose script is fetched when it is first wanted, again with the next change if that fails. */
export function latePart(
  isWanted: (state: StoreState) => boolean,
  fetchPart: () => Promise<CreateCityPart>,
): CreateCityPart {
  return (context) => {
    let part: CityPart | undefined;
    let isDisposed = false;
    const late = new LateScript(fetchPart, (create) => {
      if (isDisposed) return;
      part = create(context);
      part.apply(new Set(allTopics));
      context.requestFrame();
    });
    return {
      apply: (topics) => {
        part?.apply(topics);
        late.retry();
        if (isWanted(context.store.state)) late.need();
      },
      tick: (frame) => part?.tick(frame) ?? false,
      restore: () => part?.restore?.(),
      dispose: () => {
        isDisposed = true;
        part?.dispose();
      },
    };
  };
}
