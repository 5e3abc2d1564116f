/** Does some work for each item, so many at a time. What fails ends it: no other item is begun. */
export const inParallel = async <T>(
  items: Iterable<T> | AsyncIterable<T>,
  width: number,
  context: (item: T) => Promise<void>,
): Promise<void> => {
  const shared = (async function* () {
    yield* items;
  })();
  const worker = async () => {
    for await (const item of shared) await context(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
};
