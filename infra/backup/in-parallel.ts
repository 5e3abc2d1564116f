/** Processes items concurrently. After an error no further item is started. */
export const inParallel = async <T>(
  items: Iterable<T> | AsyncIterable<T>,
  concurrency: number,
  process: (item: T) => Promise<void>,
): Promise<void> => {
  const shared = (async function* () {
    yield* items;
  })();
  const worker = async () => {
    for await (const item of shared) await process(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
};
