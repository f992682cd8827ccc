// Preloaded by npm's scripts (`node --import`), so it is JavaScript that old Nodes can read.
// It asks for the feature itself, since Node 22.0 to 22.17 and 23.0 to 23.5 lack it.
if (!process.features.typescript) {
  console.error(
    `Neural City needs Node 22.18 or newer (this is ${process.version}): install it from https://nodejs.org, then run "npm ci" again.`,
  );
  process.exit(1);
}
