// Long work in short slices, so that the page answers in between.

const SLICE = 24;

/** Run `steps` to its end, a slice at a time; `stopped` ends it early. Whether it came to its end. */
export async function inSlices(steps: Iterator<unknown>, stopped: () => boolean): Promise<boolean> {
  for (;;) {
    const end = performance.now() + SLICE;
    do if (steps.next().done) return true;
    while (performance.now() < end);
    await new Promise((go) => setTimeout(go));
    if (stopped()) return false;
  }
}
