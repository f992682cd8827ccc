import { layerSites, type LayerSite } from '#contract/hook-site.ts';
import { storeyOfSite } from '#contract/zoom.ts';
import { visibleText } from '#kit/visible-text.ts';
import type { StoreState } from '#store/read.ts';
import { rowLength, siteTitles, unitOfSite } from '#view/site-units.ts';
import {
  floorParts,
  layerOf,
  partOf,
  placePosition,
  positionOf,
  siteOf,
  withLayer,
  withPart,
  withPosition,
  withValue,
  type FloorPart,
} from '#view/zoom-moves.ts';
import { button, select, setOptions, type Field } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

const partWords: Readonly<Record<FloorPart, string>> = {
  floor: 'whole floor',
  attention: 'attention',
  'feed-forward': 'feed-forward',
  residual: 'residual stream',
};

/** City › layer › storey › token › value: each step is there as soon as there is something to choose. */
export function crumbPath(world: PanelWorld): Crumb {
  const { dispatch } = world;
  const city = button({
    label: 'City',
    testid: 'crumb-city',
    class: 'crumb-button',
    onPress: () => {
      dispatch({ kind: 'zoom-to', place: { level: 'model' } });
    },
  });
  const steps = [cityStep(city), layerStep(world), partStep(world), tokenStep(world)];
  const values = [siteStep(world), indexStep(world)];
  const all = [...steps, ...values];
  return {
    element: element('ol', { class: 'crumb-path' }, ...all.map((step) => step.element)),
    update: (state) => {
      for (const step of all) step.update(state);
    },
  };
}

function cityStep(city: HTMLElement): Crumb {
  return {
    element: element('li', {}, city),
    update: ({ zoom }) => {
      setAttribute(city, 'aria-current', zoom.level === 'model' ? 'location' : undefined);
    },
  };
}

function layerStep({ store, dispatch }: PanelWorld): Crumb {
  const field = select({
    label: 'Layer',
    testid: 'crumb-layer',
    onChange: (value) => {
      if (value === '') return;
      dispatch({ kind: 'zoom-to', place: withLayer(store.state.zoom, Number(value)) });
    },
  });
  const item = listItem(field);
  return {
    element: item,
    update: ({ zoom, hello }) => {
      setHidden(item, zoom.level === 'token');
      const { layerCount = 0 } = hello?.model ?? {};
      const layers = Array.from({ length: layerCount }, (_, layer) => String(layer));
      setOptions(field.control, [
        ['', 'layer …'],
        ...layers.map((layer) => [layer, `layer ${layer}`] as const),
      ]);
      choose(field.control, String(layerOf(zoom) ?? ''));
    },
  };
}

function partStep({ store, dispatch }: PanelWorld): Crumb {
  const field = select({
    label: 'Part of the floor',
    testid: 'crumb-part',
    onChange: (value) => {
      dispatch({ kind: 'zoom-to', place: withPart(store.state, value as FloorPart) });
    },
  });
  setOptions(
    field.control,
    floorParts.map((part) => [part, partWords[part]] as const),
  );
  const item = listItem(field);
  return {
    element: item,
    update: ({ zoom }) => {
      setHidden(item, layerOf(zoom) === undefined);
      choose(field.control, partOf(zoom));
    },
  };
}

function tokenStep({ store, dispatch }: PanelWorld): Crumb {
  const field = select({
    label: 'Token',
    testid: 'crumb-token',
    onChange: (value) => {
      dispatch({ kind: 'zoom-to', place: withPosition(store.state, Number(value)) });
    },
  });
  const item = listItem(field);
  let listed: StoreState['tokens'] | undefined;
  let listedPosition: number | undefined;
  return {
    element: item,
    update: ({ zoom, tokens }) => {
      const position = positionOf(zoom);
      setHidden(item, position === undefined);
      if (position === undefined) return;
      setAttribute(item, 'data-way', zoom.level === 'token' ? 'up' : 'of');
      // A run of many tokens moves its cursor every frame: the list is written when it is another one.
      if (tokens !== listed || position !== listedPosition) {
        setOptions(field.control, tokenChoices(tokens, position));
      }
      [listed, listedPosition] = [tokens, position];
      choose(field.control, String(position));
    },
  };
}

/** All tokens, and the one that is looked at even where a new prompt has none there. */
function tokenChoices(
  tokens: StoreState['tokens'],
  chosen: number,
): readonly (readonly [string, string])[] {
  const known = tokens.map(
    ({ position, text, bytes }) =>
      [String(position), `${visibleText(text, bytes)} (${String(position)})`] as const,
  );
  const absent = [[String(chosen), `no token ${String(chosen)}`]] as const;
  return tokens[chosen] ? known : [...known, ...absent];
}

function siteStep({ store, dispatch }: PanelWorld): Crumb {
  const field = select({
    label: 'Hook',
    testid: 'crumb-site',
    onChange: (value) => {
      const { zoom } = store.state;
      const index = zoom.level === 'activation' ? zoom.index : 0;
      dispatch({ kind: 'zoom-to', place: withValue(store.state, value as LayerSite, index) });
    },
  });
  const item = listItem(field);
  return {
    element: item,
    update: ({ zoom }) => {
      const site = siteOf(zoom);
      setHidden(item, site === undefined);
      if (site === undefined) return;
      const part = storeyOfSite(site);
      const sites = layerSites.filter((each) => storeyOfSite(each) === part);
      const choices = sites.map((each) => {
        const [name = each] = each.split('.').slice(-1);
        return [each, `${siteTitles[each]} · ${name}`] as const;
      });
      setOptions(field.control, choices);
      choose(field.control, site);
    },
  };
}

/** Which value of the row; empty while the whole component is looked at. */
function indexStep({ store, dispatch }: PanelWorld): Crumb {
  const control = element('input', {
    class: 'crumb-index',
    testid: 'crumb-index',
    attributes: { type: 'number', min: '0', step: '1', placeholder: '…' },
  });
  const name = element('span');
  control.addEventListener('change', () => {
    const site = siteOf(store.state.zoom);
    const { valueAsNumber } = control;
    if (site === undefined || !Number.isFinite(valueAsNumber)) return;
    const place = withValue(store.state, site, Math.round(valueAsNumber));
    control.value = place.level === 'activation' ? String(place.index) : '';
    dispatch({ kind: 'zoom-to', place });
  });
  const item = element('li', {}, element('label', { class: 'crumb-number' }, name, control));
  let shown: StoreState['zoom'] | undefined;
  return {
    element: item,
    update: (state) => {
      const { zoom, hello } = state;
      const site = siteOf(zoom);
      setHidden(item, site === undefined);
      if (site === undefined || !hello) return;
      setText(name, unitOfSite(site));
      const last = rowLength(site, hello.model, placePosition(state)) - 1;
      setAttribute(control, 'max', String(last));
      setAttribute(control, 'title', `0 to ${String(last)}`);
      // What somebody is typing stays while a replay moves on.
      if (zoom !== shown) control.value = zoom.level === 'activation' ? String(zoom.index) : '';
      shown = zoom;
    },
  };
}

function listItem(field: Field<HTMLSelectElement>): HTMLElement {
  return element('li', {}, field.element);
}

function choose(control: HTMLSelectElement, value: string): void {
  if (control.value !== value) control.value = value;
}
