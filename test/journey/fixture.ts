import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, localAdmin } from "../demo/api.ts";
import { remainingProcesses, type ServiceProcess, startProcess } from "../support/process.ts";
import { type AnyRecord, recordOf, startService, type TestService } from "../support/service.ts";

/** Starts a service for the tests of a file. The other functions send requests as the first client. */
export const useService = (options: Parameters<typeof startService>[0] = {}) => {
  let started: TestService;
  beforeAll(async () => {
    started = await startService(options);
  });
  afterAll(() => started.close());
  const service = new Proxy({} as TestService, { get: (_, name) => Reflect.get(started, name) });
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    service.call(method, path, { token: service.admin, body, headers });
  /** Creates a record. */
  const post = async (path: string, body: object, status = 201): Promise<AnyRecord> =>
    recordOf(await send("POST", path, body), status);
  const organisation = (kind: string, name: string, parent?: AnyRecord) =>
    post("/v1/organisations", { kind, name, parentId: parent?.id });
  /** Creates a committee with a cell. */
  const committeeWithCell = async (parent?: AnyRecord) => {
    const committee = await organisation("grassroots-committee", "Đảng bộ Thư viện", parent);
    return { committee, cell: await organisation("cell", "Chi bộ 1", committee) };
  };
  const tokenOf = ({ clientId, clientSecret }: AnyRecord) =>
    service.token({ clientId: String(clientId), clientSecret: String(clientSecret) });
  const client = (organisationId: string | undefined, scopes: string[], name = "Hệ thống") =>
    post("/v1/clients", { organisationId, name, scopes });
  return { service, send, post, organisation, committeeWithCell, client, tokenOf };
};

/** The service in processes of their own on one state folder; what is left of them is killed after each test. */
export const useProcesses = () => {
  let state: string;
  let service: ServiceProcess | undefined;
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), "dangbo-processes-"));
  });
  const kill = async (signal: NodeJS.Signals) => {
    const code = await service?.kill(signal);
    service = undefined;
    return { code, remaining: await remainingProcesses(state) };
  };
  afterEach(async () => {
    await kill("SIGKILL");
    rmSync(state, { recursive: true, force: true });
  });
  return {
    start: async (environment: Record<string, string> = {}) => {
      const started = await startProcess(state, environment);
      service = started;
      return connect(started.url, localAdmin);
    },
    /** Starts another service on the same folder. */
    startAnother: (environment: Record<string, string> = {}) => startProcess(state, environment),
    kill,
  };
};
