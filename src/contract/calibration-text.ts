/**
 * The text that sets the scale of light (SPEC.md, CAL) and the mean of the `mean` intervention: a
 * little of everything a prompt may hold. Its first `calibrationTokenCount` tokens are run; changing
 * a character changes every scale and makes stored ones out of date.
 */
export const calibrationText = `The ferry leaves the harbour at 7:45, and by noon the island is in sight. "Bring a coat," said Mara, "it rains there even in June." Nobody knew why the lighthouse had two doors.

def area(width, height):
    return width * height

Why does iron rust, but gold does not? Because oxygen binds to the one and leaves the other alone; chemists call such a metal noble.
`;

/** Tokens that are run. The text has more, in every vocabulary of some size. */
export const calibrationTokenCount = 64;
