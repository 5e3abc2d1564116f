import { type AnyRecord, recordOf, startService, type TestService } from "../support/service.ts";

/** Starts a service for the tests of a file. `post` creates a record as the first client. */
export const useService = (options: Parameters<typeof startService>[0] = {}) => {
  let started: TestService;
  beforeAll(async () => {
    started = await startService(options);
  }, 240_000);
  afterAll(() => started.close());
  const service: TestService = {
    get url() {
      return started.url;
    },
    get state() {
      return started.state;
    },
    get admin() {
      return started.admin;
    },
    get api() {
      return started.api;
    },
    token: (credentials) => started.token(credentials),
    call: (method, path, call) => started.call(method, path, call),
    close: () => started.close(),
  };
  const post = async (path: string, body: object, status = 201): Promise<AnyRecord> =>
    recordOf(await service.call("POST", path, { token: service.admin, body }), status);
  return { service, post };
};
