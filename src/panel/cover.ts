export interface Cover {
  readonly covered: { readonly top: number; readonly bottom: number };
  readonly dispose: () => void;
}

interface CoverOptions {
  /** Its styles get the heights of the breadcrumb and the foot. */
  readonly root: HTMLElement;
  readonly head: HTMLElement;
  readonly crumbs: HTMLElement;
  readonly foot: HTMLElement;
  /** Whether something stands open that reaches up to the head. */
  readonly isInside: () => boolean;
  readonly onChange: () => void;
}

/** Between a panel and what should be seen beside it, and from the page's edge to the panel. */
const gapPixels = 20;

/**
 * Keeps in mind how far head, breadcrumb and foot reach over the city. The browser tells of their sizes when it
 * has laid them out anyway, so nothing is measured for it; a hidden panel covers nothing.
 */
export function watchCover(options: CoverOptions): Cover {
  const { root, head, crumbs, foot, isInside, onChange } = options;
  const heights = new Map<Element, number>();
  const observer = new ResizeObserver((entries) => {
    for (const { target, borderBoxSize } of entries) {
      heights.set(target, borderBoxSize[0]?.blockSize ?? 0);
    }
    root.style.setProperty('--dock-height', `${String(heights.get(foot) ?? 0)}px`);
    root.style.setProperty('--crumbs-height', `${String(heights.get(crumbs) ?? 0)}px`);
    onChange();
  });
  observer.observe(head);
  observer.observe(crumbs);
  observer.observe(foot);
  const reach = (...panels: readonly HTMLElement[]): number => {
    const height = panels.reduce((all, panel) => all + (heights.get(panel) ?? 0), 0);
    return height === 0 ? 0 : height + gapPixels;
  };
  // On wide pages the head stands in the corners, and the sky between them is free for roofs.
  const isNarrow = matchMedia('(max-width: 640px)');
  // In between, the toolbar's words reach to where the roofs are.
  const isTight = matchMedia('(min-width: 1101px) and (max-width: 1400px)');
  return {
    get covered() {
      const bottom = reach(foot);
      if (isNarrow.matches || isInside()) return { top: reach(head, crumbs), bottom };
      return { top: isTight.matches ? reach(head) : 0, bottom };
    },
    dispose: () => {
      observer.disconnect();
    },
  };
}
