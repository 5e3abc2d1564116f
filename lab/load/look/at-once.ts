/** Does something for each of a list, so many at a time, and gives what came of each in the order of the list. */
export const atOnce = async <T, R>(list: readonly T[], most: number, run: (one: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  let next = 0;
  const context = async () => {
    while (next < list.length) {
      const i = next++;
      results[i] = await run(list[i] as T);
    }
  };
  await Promise.all(Array.from({ length: most }, context));
  return results;
};
