import { allTopics } from '#store/read.ts';
import type { StoreState } from '#store/read.ts';
import type { CityPart, CreateCityPart } from './city-part.ts';

/**
 * A part whose script is fetched when it is first wanted: what the first light does not need must not
 * make it wait. A fetch that fails is tried again with the next change.
 */
export function latePart(
  isWanted: (state: StoreState) => boolean,
  fetchPart: () => Promise<CreateCityPart>,
): CreateCityPart {
  return (context) => {
    let part: CityPart | undefined;
    let isFetching = false;
    let isDisposed = false;
    const fetch = async (): Promise<void> => {
      isFetching = true;
      try {
        const create = await fetchPart();
        if (isDisposed) return;
        part = create(context);
        part.apply(new Set(allTopics));
        context.requestFrame();
      } catch {
        isFetching = false;
      }
    };
    return {
      apply: (topics) => {
        if (part) part.apply(topics);
        else if (!isFetching && isWanted(context.store.state)) void fetch();
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
