/** Runs what belongs to one key one after the other, what belongs to different keys side by side. */
export type KeyLocks = { run<T>(key: string, context: () => Promise<T>): Promise<T> };

export function createKeyLocks(): KeyLocks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, context) {
      const result = (tails.get(key) ?? Promise.resolve()).then(context, context);
      tails.set(key, result);
      const release = () => {
        if (tails.get(key) === result) tails.delete(key);
      };
      result.then(release, release);
      return result;
    },
  };
}
