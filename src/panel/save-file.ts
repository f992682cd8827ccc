/** Longer than any browser takes to begin a download. */
const keptMillis = 60_000;

/** Hands a file to the browser's downloads. */
export function saveFile(
  name: string,
  blob: Blob,
  later: (work: () => void, millis: number) => void,
): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  later(() => {
    URL.revokeObjectURL(url);
  }, keptMillis);
}
