import { createServer } from "node:net";
import { createPost } from "../../../functions/webhook-delivery/post.ts";
import { type Receiver, startReceiver } from "../../support/receiver.ts";
import { until } from "../../support/until.ts";

const here = { loopback: true };
const outside = { loopback: false };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const resolve = async () => ["127.0.0.1"];
const send = (url: string, post = createPost(here, resolve)) =>
  post({ url, headers: { "webhook-id": "x" }, body: '{"tên":"Ánh"}' });

test("It posts the body with its headers, and gives the status of the answer", async () => {
  expect(await send(receiver.url)).toEqual({ status: 204, retryAfter: undefined });
  expect(receiver.received).toMatchObject([{ headers: { "webhook-id": "x" }, body: '{"tên":"Ánh"}' }]);
});

test("A redirect is followed nowhere", async () => {
  const elsewhere = await startReceiver();
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.reply((answer) => answer.writeHead(status, { location: elsewhere.url }).end());
    expect(await send(receiver.url)).toMatchObject({ status });
  }
  expect(elsewhere.received).toEqual([]);
  await elsewhere.close();
});

test("What a receiver asks for is handed on", async () => {
  receiver.reply((answer) => answer.writeHead(429, { "retry-after": "7" }).end());
  expect(await send(receiver.url)).toEqual({ status: 429, retryAfter: "7" });
});

test("A receiver that is down, or hangs up, is a failed connection", async () => {
  receiver.reply((answer) => answer.destroy());
  expect(await send(receiver.url)).toEqual({ failed: "connection" });
  await receiver.down();
  expect(await send(receiver.url)).toEqual({ failed: "connection" });
  await receiver.up();
});

test("A receiver that is too slow is given up", async () => {
  receiver.reply(() => undefined);
  expect(await send(receiver.url, createPost(here, resolve, 100))).toEqual({ failed: "timeout" });
});

test("A name that resolves too slowly is given up too", async () => {
  const never = () => new Promise<never>(() => undefined);
  expect(await send("http://a.localhost:4000/", createPost(here, never, 100))).toEqual({ failed: "timeout" });
});

test("An answer without end is not read to its end", async () => {
  let isOpen = true;
  receiver.reply((answer) => {
    answer.writeHead(200);
    const timer = setInterval(() => answer.write("x".repeat(1_000)), 1);
    answer.on("close", () => {
      clearInterval(timer);
      isOpen = false;
    });
  });
  expect(await send(receiver.url)).toMatchObject({ status: 200 });
  await until(() => !isOpen);
});

test("An answer that stops in the middle is given up in time", async () => {
  let isOpen = true;
  receiver.reply((answer) => {
    answer.writeHead(200, { "content-length": "10" }).write("x");
    answer.on("close", () => {
      isOpen = false;
    });
  });
  expect(await send(receiver.url, createPost(here, resolve, 200))).toMatchObject({ status: 200 });
  await until(() => !isOpen);
});

test("An answer with more headers than fit is none", async () => {
  receiver.reply((answer) => answer.writeHead(200, { "x-long": "x".repeat(10_000) }).end());
  expect(await send(receiver.url)).toEqual({ failed: "connection" });
});

test.each(["this is no HTTP\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"])(
  "What answers %j is no receiver",
  async (words) => {
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.once("data", () => socket.end(words));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address() as { port: number };
    expect(await send(`http://127.0.0.1:${address.port}/`)).toEqual({ failed: "connection" });
    await new Promise((closed) => server.close(closed));
  },
);

test("A receiver without TLS where https is asked for gets nothing", async () => {
  expect(await send(`https://127.0.0.1:${receiver.port}/`)).toEqual({ failed: "tls" });
  expect(receiver.received).toEqual([]);
});

test("The address counts that a name has when it is connected to, whatever it had before", async () => {
  const answers = [["8.8.8.8"], ["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]];
  const [, ...changed] = answers;
  for (const addresses of changed) {
    const post = createPost(outside, async () => addresses);
    expect(await send(`https://bao-cao.example:${receiver.port}/`, post)).toEqual({ failed: "address" });
  }
  expect(receiver.received).toEqual([]);
});

test("An address in place of a name is looked at as well", async () => {
  const post = createPost(outside, resolve);
  for (const host of ["127.0.0.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "localhost"])
    expect([host, await send(`https://${host}:${receiver.port}/`, post)]).toEqual([host, { failed: "address" }]);
  expect(await send(receiver.url, post)).toEqual({ failed: "address" });
});

test("A name that leads nowhere is not connected to", async () => {
  const post = (addresses: readonly string[] | Error) =>
    createPost(outside, async () => {
      if (addresses instanceof Error) throw addresses;
      return addresses;
    });
  expect(await send("https://bao-cao.example/", post([]))).toEqual({ failed: "unresolved" });
  expect(await send("https://bao-cao.example/", post(new Error("ENOTFOUND")))).toEqual({ failed: "unresolved" });
});

test("No proxy that the environment names is used", async () => {
  const before = { ...process.env };
  const proxy = await startReceiver();
  Object.assign(process.env, { HTTP_PROXY: proxy.url, http_proxy: proxy.url, NODE_USE_ENV_PROXY: "1" });
  expect(await send(receiver.url)).toMatchObject({ status: 204 });
  process.env = before;
  expect(proxy.received).toEqual([]);
  await proxy.close();
});
