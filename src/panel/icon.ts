/** Outlines on a 24 × 24 grid, drawn with a 1.8 wide stroke; `fill:` ones are filled. */
const icons = {
  play: 'fill:M8 5.5v13l10.5-6.5z',
  pause: 'fill:M7 5.5h3.6v13H7zM13.4 5.5H17v13h-3.6z',
  stop: 'fill:M6.5 6.5h11v11h-11z',
  'token-next': 'M5 12h9M11 7.5l4.5 4.5-4.5 4.5M19 6v12',
  'token-back': 'M19 12h-9M13 7.5L8.5 12l4.5 4.5M5 6v12',
  'layer-up': 'M12 15V6M7.5 10L12 5.5l4.5 4.5M5 19h14',
  'layer-down': 'M12 9v9M7.5 14l4.5 4.5 4.5-4.5M5 5h14',
  legend: 'M4 6h3M4 12h3M4 18h3M11 6h9M11 12h9M11 18h9',
  view: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  model:
    'M7 7h10v10H7zM10 3.5V7M14 3.5V7M10 17v3.5M14 17v3.5M3.5 10H7M3.5 14H7M17 10h3.5M17 14h3.5',
  link: 'M10 14a4 4 0 0 0 6 .4l2.6-2.6a4 4 0 0 0-5.7-5.7L11.6 7.4M14 10a4 4 0 0 0-6-.4l-2.6 2.6a4 4 0 0 0 5.7 5.7L12.4 16.6',
  words: 'M4 6h16M4 10.5h11M4 15h16M4 19.5h8',
  help: 'M9 9.2a3.1 3.1 0 1 1 4.4 3c-.9.5-1.4 1.1-1.4 2.1M12 18.2v.1',
  inside: 'M4.5 20V9L12 4l7.5 5v11M9.5 20v-6h5v6',
  headset: 'M3.5 8.5h17v8.5h-5L13.6 14h-3.2L8.5 17h-5zM8 12v.1M16 12v.1',
  back: 'M14.5 6L8.5 12l6 6',
  on: 'M9.5 6l6 6-6 6',
  up: 'M12 19V6M6.5 11.5L12 6l5.5 5.5',
  down: 'M12 5v13M6.5 12.5L12 18l5.5-5.5',
  undo: 'M9 5L4.5 9.5 9 14M4.5 9.5H14a5 5 0 0 1 0 10h-3',
  changes: 'M4 12h5l3-6 3 12 2-6h3',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  more: 'M6.5 14.5L12 9l5.5 5.5',
} as const;

export type IconName = keyof typeof icons;

const namespace = 'http://www.w3.org/2000/svg';

/** A decorative picture: hidden from screen readers, the control beside it carries the words. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(document.createElementNS(namespace, 'path'));
  setIcon(svg, name);
  return svg;
}

export function setIcon(svg: SVGSVGElement, name: IconName): void {
  if (svg.dataset['icon'] === name) return;
  svg.dataset['icon'] = name;
  const isFilled = icons[name].startsWith('fill:');
  svg.setAttribute('class', isFilled ? 'icon icon-filled' : 'icon');
  svg.firstElementChild?.setAttribute('d', icons[name].replace('fill:', ''));
}
