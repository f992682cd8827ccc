import type { Dispatch } from '#contract/intent.ts';
import { headOrders, headRoles, type HeadOrder, type HeadRole } from '#contract/view-choice.ts';
import { select, setOptions } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element, setHidden } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

const all = 'all';

const orderWords: Readonly<Record<HeadOrder, string>> = {
  index: 'in the model’s order',
  reading: 'by how much they read',
  role: 'by their role',
};

const roleWords: Readonly<Record<HeadRole, string>> = {
  'previous-token': 'previous token',
  duplicate: 'duplicate token',
  induction: 'induction',
  sink: 'sink',
};

/** Which of an open place's parts are shown, and in which order: heads of a layer, neurons of a storey. */
export function insideControls(world: PanelWorld): Crumb {
  const pieces = [headControls(world), unitControls(world)];
  return {
    element: element('div', { class: 'stack' }, ...pieces.map((piece) => piece.element)),
    update: (state) => {
      for (const piece of pieces) piece.update(state);
    },
  };
}

function headControls({ dispatch }: PanelWorld): Crumb {
  const order = select({
    label: 'Heads',
    testid: 'head-order',
    onChange: (value) => {
      dispatch({ kind: 'set-head-order', order: value as HeadOrder });
    },
  });
  setOptions(
    order.control,
    headOrders.map((each) => [each, orderWords[each]] as const),
  );
  const head = select({
    label: 'Only head',
    testid: 'inside-head',
    onChange: (value) => {
      dispatch({ kind: 'isolate-head', head: value === all ? null : Number(value) });
    },
  });
  const role = roleSelect(dispatch);
  const whole = element('div', { class: 'stack' }, order.element, head.element, role.element);
  return {
    element: whole,
    update: ({ zoom, settings, hello }) => {
      setHidden(whole, zoom.level !== 'layer');
      order.control.value = settings.headOrder;
      const heads = Array.from({ length: hello?.model.headCount ?? 0 }, (_, nth) => String(nth));
      setOptions(head.control, [[all, all], ...heads.map((nth) => [nth, nth] as const)]);
      head.control.value = String(settings.isolatedHead ?? all);
      role.update(settings.headRole, hello?.display.headScores !== undefined);
    },
  };
}

interface RoleSelect {
  readonly element: HTMLElement;
  readonly update: (role: HeadRole | null, areKnown: boolean) => void;
}

/** Only heads known for one thing; where this run tells of no scores, it says so. */
function roleSelect(dispatch: Dispatch): RoleSelect {
  const role = select({
    label: 'Known for',
    testid: 'head-role',
    onChange: (value) => {
      dispatch({ kind: 'filter-role', role: value === all ? null : (value as HeadRole) });
    },
  });
  setOptions(role.control, [
    [all, 'anything'],
    ...headRoles.map((each) => [each, roleWords[each]] as const),
  ]);
  const unknown = element('p', {
    class: 'fine',
    text: 'What heads are known for is not recorded in this run.',
  });
  return {
    element: element('div', { class: 'stack' }, role.element, unknown),
    update: (chosen, areKnown) => {
      role.control.value = chosen ?? all;
      role.control.disabled = !areKnown;
      setHidden(unknown, areKnown);
    },
  };
}

/** The neurons of an open feed-forward storey. */
function unitControls({ dispatch }: PanelWorld): Crumb {
  const order = select({
    label: 'Neurons',
    testid: 'unit-order',
    onChange: (value) => {
      dispatch({ kind: 'set-unit-order', order: value === 'strength' ? 'strength' : 'index' });
    },
  });
  setOptions(order.control, [
    ['index', 'in the model’s order'],
    ['strength', 'strongest first'],
  ]);
  const count = element('input', {
    testid: 'strongest-count',
    attributes: { type: 'number', min: '1', step: '1', placeholder: all },
  });
  count.addEventListener('change', () => {
    const { valueAsNumber } = count;
    const isCount = Number.isFinite(valueAsNumber) && valueAsNumber >= 1;
    dispatch({ kind: 'set-strongest-count', count: isCount ? Math.round(valueAsNumber) : null });
  });
  const field = element(
    'label',
    { class: 'field field-inline' },
    element('span', { class: 'field-name', text: 'Only the strongest' }),
    count,
  );
  const whole = element('div', { class: 'stack' }, order.element, field);
  let shown: number | null | undefined;
  return {
    element: whole,
    update: ({ zoom, settings, hello }) => {
      setHidden(whole, zoom.level !== 'component' || zoom.storey !== 'feed-forward');
      order.control.value = settings.unitOrder;
      count.max = String(hello?.model.neuronCount ?? '');
      // What somebody is typing stays while other things change.
      if (settings.strongestCount !== shown) count.value = String(settings.strongestCount ?? '');
      shown = settings.strongestCount;
    },
  };
}
