import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explain, isDiskFull } from "../../../infra/local/errors.ts";
import { openBuses } from "../../../infra/local/events/bus-folder.ts";
import { replaceFile } from "../../../infra/local/files.ts";
import { openFunctionLog } from "../../../infra/local/functions/registry.ts";
import { startStreamPollers } from "../../../infra/local/pollers/start-pollers.ts";
import { openQueues } from "../../../infra/local/queues/queue-folder.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { until } from "../../support/until.ts";

const folder = useTemporaryFolder();
/** A file of Linux to which every write fails because the device is full. */
const fullDevice = "/dev/full";
const onLinux = existsSync(fullDevice) ? test : test.skip;

onLinux("A full disk does not end the service by its log, which then names how many lines it lacks", () => {
  const reported: string[] = [];
  const logs = join(folder, "logs");
  mkdirSync(logs);
  const file = join(logs, "members.log");
  symlinkSync(fullDevice, file);
  const log = openFunctionLog(logs, "members", (line) => reported.push(line));
  log("one", false);
  log("two", false);
  log("three", true);
  expect(reported).toEqual([`${file} cannot be written: The disk is full`, "members: three"]);
  rmSync(file);
  log("four", false);
  log("five", false);
  expect(readFileSync(file, "utf8")).toBe("3 lines are missing here\nfour\nfive\n");
});

onLinux("A file is not replaced by a part of its content", () => {
  const file = join(folder, "positions.json");
  replaceFile(file, "old");
  symlinkSync(fullDevice, `${file}.new`);
  expect(() => replaceFile(file, "new")).toThrow("ENOSPC");
  expect(readFileSync(file, "utf8")).toBe("old");
});

onLinux("A message that cannot be written is not accepted and leaves nothing behind", async () => {
  const queues = openQueues(join(folder, "queues"), "arn:aws:sqs:here:0");
  const deadLetterArn = queues.create("Dlq");
  const arn = queues.create("Queue", { deadLetterArn, maxReceives: 2, visibilityTimeout: 1 });
  const waiting = join(folder, "queues", "Queue", "waiting");
  rmSync(waiting, { recursive: true });
  await expect(queues.workQueue(arn)?.send([{ body: "one" }])).rejects.toThrow();
  mkdirSync(waiting);
  await queues.workQueue(arn)?.send([{ body: "two" }]);
  expect(readdirSync(waiting)).toHaveLength(1);
});

test("A bus that cannot be written keeps its complete lines", async () => {
  const buses = openBuses(join(folder, "events"), "arn:aws:events:here:0");
  buses.create("dangbo");
  const file = join(folder, "events", "dangbo.ndjson");
  await buses.find("dangbo")?.append([{ number: 1 }]);
  rmSync(file);
  mkdirSync(file);
  await expect(buses.find("dangbo")?.append([{ number: 2 }])).rejects.toThrow();
  rmSync(file, { recursive: true });
  writeFileSync(file, "");
  await buses.find("dangbo")?.append([{ number: 3 }]);
  expect(readFileSync(file, "utf8")).toBe('{"number":3}\n');
});

test("Records that cannot be trimmed are reported and do not end the service", async () => {
  const logged: string[] = [];
  const engine = {
    trimStream: () => {
      throw new Error("database or disk is full");
    },
  };
  const queues = openQueues(join(folder, "none"), "arn:aws:sqs:here:0");
  const settings = {
    name: "stream",
    streamArn: "arn:aws:dynamodb:here:0:table/T/stream/S",
    target: { name: "f", arn: "f", invoke: async () => ({ result: null }), close: async () => undefined },
    batchSize: 1,
    bisectsBatch: false,
    retries: 0,
    reportsFailures: false,
    filters: [],
  };
  const streams = { send: async () => ({ StreamDescription: { Shards: [] } }) };
  const pollers = startStreamPollers({ streamPollers: [settings], queues, region: "here" } as never, {
    engine,
    streams: streams as never,
    positionsFolder: join(folder, "pollers"),
    log: (message) => logged.push(message),
  });
  await pollers.stop();
  await until(() => logged.length > 0);
  expect(logged).toEqual(["Handled records were not trimmed: database or disk is full"]);
});

test("Errors of a full disk are known by their code and by the message of SQLite", () => {
  expect(isDiskFull(Object.assign(new Error("write"), { code: "ENOSPC" }))).toBe(true);
  expect(isDiskFull(Object.assign(new Error("write"), { code: "EDQUOT" }))).toBe(true);
  expect(isDiskFull(new Error("database or disk is full"))).toBe(true);
  expect(isDiskFull(Object.assign(new Error("open"), { code: "EACCES" }))).toBe(false);
  expect(explain(Object.assign(new Error("EROFS"), { code: "EROFS", path: "/state" }))).toBe(
    "/state is on a read-only file system",
  );
});
