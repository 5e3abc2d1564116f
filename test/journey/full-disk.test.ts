import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Api, connect, localAdmin } from "../demo/api.ts";
import { makeJpeg } from "../demo/picture.ts";
import { freePort } from "../support/process.ts";
import { until } from "../support/until.ts";

const folder = mkdtempSync(join(tmpdir(), "dangbo-full-disk-"));
/** A process of Linux with a small disk of its own, which runs commands from standard input. */
const inOwnMounts = ["-Urm", "sh", "-c"];
const canMount = spawnSync("unshare", [...inOwnMounts, `mount -t tmpfs tmpfs ${folder}`]).status === 0;
const onLinux = canMount ? test : test.skip;

let shell: ChildProcess;
let sendCommand: (command: string) => Promise<void>;
afterAll(() => {
  shell?.stdin?.end();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the service with its state on a disk of 32 MB, and its output on a full one. */
const start = async (): Promise<{ url: string; api: Api }> => {
  const port = await freePort();
  const script = `
    mount -t tmpfs -o size=32m tmpfs ${folder}
    PORT=${port} DANGBO_STATE=${folder}/state "${process.execPath}" infra/local/main.ts >/dev/full 2>&1 </dev/null & service=$!
    while read -r command; do eval "$command"; echo "done $?"; done
    kill $service; wait $service`;
  shell = spawn("unshare", [...inOwnMounts, script], { stdio: ["pipe", "pipe", "inherit"] });
  const answers: string[] = [];
  if (shell.stdout) createInterface(shell.stdout).on("line", (line) => answers.push(line));
  sendCommand = async (command) => {
    answers.length = 0;
    shell.stdin?.write(`${command}\n`);
    await until(() => answers.some((line) => line.startsWith("done")));
  };
  const url = `http://localhost:${port}`;
  await until(async () => (await fetch(`${url}/health`).catch(() => undefined))?.ok ?? false);
  return { url, api: await connect(url, localAdmin) };
};

const statusOf = (request: Promise<unknown>) =>
  request.then(
    () => 200,
    (error: { status?: number }) => error.status,
  );

onLinux(
  "On a full disk reads go on and writes return 503; with space again everything is written, and uploads are processed",
  async () => {
    const { url, api } = await start();
    const organisation = (name: string) =>
      api.post<{ id: string }>(
        "/v1/organisations",
        { kind: "grassroots-committee", name },
        `organisation-${name.at(-1)}`,
      );
    const { id } = await organisation("Đảng bộ 1");
    const meeting = await api.post<{ id: string }>(
      "/v1/meetings",
      { organisationId: id, kind: "regular", title: "Họp", startsOn: "2024-01-10", status: "held" },
      "meeting",
    );
    const bytes = await makeJpeg(1);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const announcement = { fileName: "1.jpg", contentType: "image/jpeg", size: bytes.length, sha256 };
    type Announced = { photo: { id: string }; upload: { url: string; headers: Record<string, string> } };
    const { photo, upload } = await api.post<Announced>(`/v1/meetings/${meeting.id}/photos`, announcement, "photo");
    const put = async () =>
      (await fetch(upload.url, { method: "PUT", headers: upload.headers, body: new Uint8Array(bytes) })).status;

    await sendCommand(
      `dd if=/dev/zero of=${folder}/filler bs=64k 2>/dev/null; dd if=/dev/zero of=${folder}/rest bs=4k 2>/dev/null`,
    );
    for (let round = 0; round < 3; round += 1) {
      expect(await statusOf(organisation("Đảng bộ 2"))).toBe(503);
      expect((await api.get<{ name: string }>(`/v1/organisations/${id}`)).name).toBe("Đảng bộ 1");
      expect((await fetch(`${url}/events`)).status).toBe(200);
    }
    expect(await put()).toBe(503);
    await connect(url, localAdmin);

    await sendCommand(`rm ${folder}/filler ${folder}/rest`);
    await organisation("Đảng bộ 2");
    expect(await put()).toBe(200);
    await until(async () => (await api.get<{ status: string }>(`/v1/photos/${photo.id}`)).status === "ready");
    const figures = async () => api.get<{ meetings: { held: number }[] }>(`/v1/organisations/${id}/statistics`);
    await until(async () => (await figures()).meetings[0]?.held === 1);
  },
);
