/**
 * Who may import whom: the map of the house, from the roof down. A room imports the rooms named
 * after it and itself; everything else fails, imports of types included. `store/read` stands for
 * the one file through which others see the store.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const mayImport = {
  // floor 5
  'src/input': ['src/contract', 'src/kit', 'src/plan'],
  // floor 4
  'src/city': ['src/contract', 'src/kit', 'src/plan', 'src/view', 'src/store/read'],
  'src/panel': ['src/contract', 'src/kit', 'src/plan', 'src/view', 'src/store/read'],
  'src/intents': ['src/contract', 'src/kit', 'src/store', 'src/source', 'src/peers'],
  // floor 3
  'src/view': ['src/contract', 'src/kit', 'src/plan', 'src/store/read'],
  // floor 2
  'src/source': ['src/contract', 'src/kit'],
  // Starting a worker names its entry file.
  'src/decode': ['src/contract', 'src/kit', 'workers/[^/]+\\.worker'],
  'src/store': ['src/contract', 'src/kit'],
  'src/peers': ['src/contract', 'src/kit'],
  // floor 1
  'src/plan': ['src/contract', 'src/kit'],
  'src/engine': ['src/contract', 'src/kit'],
  'src/contract': ['src/kit'],
  'src/kit': [],
  // beside the house
  workers: ['src/contract', 'src/kit', 'src/engine'],
  // Without a browser, the same producer writes the same messages.
  server: ['src/contract', 'src/kit', 'src/engine', 'workers/produce'],
};

/** Tests stand beside the code and may use all of it; the code may not use them. */
const testFile = '(\\.(test|bench|e2e)\\.ts$|^tests/)';

/** What Node, npm or the browser starts by itself. */
const entryFile =
  '^(src/main\\.ts|workers/[^/]+\\.worker\\.ts|server/(main|activations)\\.ts|server/require-node\\.js|src/engine/kernels/build\\.ts)$';

/** Packages that belong to some rooms; a package not named here may be used by all. */
const packageRooms = {
  '@babylonjs': ['src/city', 'src/input', 'src/main'],
  comlink: ['src/decode', 'workers', 'src/main'],
  '@huggingface': ['src/engine'],
  '@gltf-transform': ['src/city'],
  iwer: ['src/headset-entry'],
  '@mcap': ['src/source', 'workers', 'server'],
  commander: ['server'],
  sirv: ['server'],
};

const severity = /** @type {const} */ ('error');

/** @param {readonly string[]} folders */
const anyOf = (folders) => `^(${folders.join('|')})[/.]`;

const roomRules = Object.entries(mayImport).map(([room, others]) => ({
  name: `room ${room}`,
  comment:
    others.length === 0
      ? `${room} imports no other room.`
      : `${room} imports only ${others.join(', ')}: hand the rest over through an interface in contract/.`,
  severity,
  from: { path: `^${room}/`, pathNot: testFile },
  to: {
    path: '^(src|workers|server)/',
    pathNot: [`^${room}/`, ...others.map((other) => anyOf([other]))],
  },
}));

const packageRules = Object.entries(packageRooms).map(([name, rooms]) => ({
  name: `package ${name}`,
  comment: `${name} is used in ${rooms.join(', ')} only.`,
  severity,
  from: { pathNot: [anyOf(rooms), testFile] },
  to: { path: `node_modules/${name}` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...roomRules,
    ...packageRules,
    {
      name: 'a room of the map',
      comment: 'A new room gets its line in mayImport (tests/gates/dependency-cruiser.config.js).',
      severity,
      from: { path: '^src/[^/]+/', pathNot: anyOf(Object.keys(mayImport)) },
      to: {},
    },
    {
      name: 'nobody imports main',
      comment: 'main.ts ties the knot; what others need from it belongs in a room.',
      severity,
      from: {},
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'nobody imports a tool of tests',
      comment: 'What the app needs is no test tool: move it into a room.',
      severity,
      from: { pathNot: testFile },
      to: { path: testFile, dependencyTypesNot: ['npm'] },
    },
    {
      name: 'no cycles',
      comment: 'Imports are a tree: move what both need to a file of its own.',
      severity,
      from: {},
      to: { circular: true },
    },
    {
      name: 'no orphans',
      comment: 'Nothing leads to this file: use it or delete it.',
      severity,
      from: { orphan: true, pathNot: [testFile, entryFile, '\\.config\\.'] },
      to: {},
    },
    {
      name: 'nothing unresolvable',
      comment: 'The imported file or package does not exist.',
      severity,
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?' },
    },
    {
      name: 'only listed packages',
      comment: 'The package is not in package.json: it is here by luck.',
      severity,
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^src/engine/kernels/assembly/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tests/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
