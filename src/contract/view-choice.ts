/** How the towers stand. */
export const layouts = ['avenue', 'ring', 'blocks'] as const;
export type Layout = (typeof layouts)[number];

/** What a beam's thickness stands for: the attention weight, or weight × ‖v·W_O‖, what is carried. */
export type BeamStrength = 'weight' | 'carried';

/** What a head can be known for, by scores over a stated text. */
export const headRoles = ['previous-token', 'duplicate', 'induction', 'sink'] as const;
export type HeadRole = (typeof headRoles)[number];

/** How the heads of an open layer are put in order: as the model counts them, by how much they read from other words than sinks and self, by their role's score. */
export const headOrders = ['index', 'reading', 'role'] as const;
export type HeadOrder = (typeof headOrders)[number];

/** How the values of an open component are put in order. */
export type UnitOrder = 'index' | 'strength';

/** What a window's light stands for: a number of the run shown, or how far it moved from the original's. */
export const lightKinds = ['activations', 'difference'] as const;
export type LightKind = (typeof lightKinds)[number];
