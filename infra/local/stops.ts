/** What has to be stopped, the latest first. */
export function createStops() {
  const stops: (() => Promise<void> | void)[] = [];
  let running: Promise<void> | undefined;
  const runAll = async () => {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
  };
  return {
    add(stop: () => Promise<void> | void) {
      stops.push(stop);
    },
    with<T>(made: T, stop: (made: T) => Promise<void> | void): T {
      stops.push(() => stop(made));
      return made;
    },
    /** Like `with`, for what is still starting: it is stopped also when something beside it fails first. */
    after<T>(making: Promise<T>, stop: (made: T) => Promise<void> | void): Promise<T> {
      stops.push(() => making.then(stop, () => undefined));
      return making;
    },
    /** Stops everything once, however often it is asked. */
    run(): Promise<void> {
      running ??= runAll();
      return running;
    },
  };
}

export type Stops = ReturnType<typeof createStops>;
