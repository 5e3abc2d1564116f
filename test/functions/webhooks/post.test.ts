import { createServer } from "node:net";
import { createPost } from "../../../functions/webhook-delivery/post.ts";
import { type Receiver, startReceiver } from "../../support/receiver.ts";
import { until } from "../../support/until.ts";

const loopback = { loopback: true };
const publicOnly = { loopback: false };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const resolve = async () => ["127.0.0.1"];
const send = (url: string, post = createPost(loopback, resolve)) =>
  post({ url, headers: { "webhook-id": "x" }, body: '{"tên":"Ánh"}' });

test("The request has the body and headers, and the result the status of the response", async () => {
  expect(await send(receiver.url)).toEqual({ status: 204, retryAfter: undefined });
  expect(receiver.received).toMatchObject([{ headers: { "webhook-id": "x" }, body: '{"tên":"Ánh"}' }]);
});

test("Redirects are not followed", async () => {
  const elsewhere = await startReceiver();
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.reply((response) => response.writeHead(status, { location: elsewhere.url }).end());
    expect(await send(receiver.url)).toMatchObject({ status });
  }
  expect(elsewhere.received).toEqual([]);
  await elsewhere.close();
});

test("The result contains Retry-After", async () => {
  receiver.reply((response) => response.writeHead(429, { "retry-after": "7" }).end());
  expect(await send(receiver.url)).toEqual({ status: 429, retryAfter: "7" });
});

test("A receiver that is down or closes the connection is a failed connection", async () => {
  receiver.reply((response) => response.destroy());
  expect(await send(receiver.url)).toEqual({ failed: "connection" });
  await receiver.down();
  expect(await send(receiver.url)).toEqual({ failed: "connection" });
  await receiver.up();
});

test("A receiver that does not respond is a timeout", async () => {
  receiver.reply(() => undefined);
  expect(await send(receiver.url, createPost(loopback, resolve, 100))).toEqual({ failed: "timeout" });
});

test("A host that is not resolved in time is a timeout", async () => {
  const never = () => new Promise<never>(() => undefined);
  expect(await send("http://a.localhost:4000/", createPost(loopback, never, 100))).toEqual({ failed: "timeout" });
});

test("The connection is closed during an endless body", async () => {
  let isOpen = true;
  receiver.reply((response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("x".repeat(1_000)), 1);
    response.on("close", () => {
      clearInterval(timer);
      isOpen = false;
    });
  });
  expect(await send(receiver.url)).toMatchObject({ status: 200 });
  await until(() => !isOpen);
});

test("The connection is closed when a body is not complete in time", async () => {
  let isOpen = true;
  receiver.reply((response) => {
    response.writeHead(200, { "content-length": "10" }).write("x");
    response.on("close", () => {
      isOpen = false;
    });
  });
  expect(await send(receiver.url, createPost(loopback, resolve, 3_000))).toMatchObject({ status: 200 });
  await until(() => !isOpen);
});

test("A response with too many bytes of headers is a failed connection", async () => {
  receiver.reply((response) => response.writeHead(200, { "x-long": "x".repeat(10_000) }).end());
  expect(await send(receiver.url)).toEqual({ failed: "connection" });
});

test.each(["this is no HTTP\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"])(
  "A response of %j is a failed connection",
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

test("A receiver without TLS at an https URL gets nothing", async () => {
  expect(await send(`https://127.0.0.1:${receiver.port}/`)).toEqual({ failed: "tls" });
  expect(receiver.received).toEqual([]);
});

test("The addresses of a host are checked when the connection is made", async () => {
  const resolutions = [["8.8.8.8"], ["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]];
  const [, ...changed] = resolutions;
  for (const addresses of changed) {
    const post = createPost(publicOnly, async () => addresses);
    expect(await send(`https://bao-cao.example:${receiver.port}/`, post)).toEqual({ failed: "address" });
  }
  expect(receiver.received).toEqual([]);
});

test("An IP address as host is checked as well", async () => {
  const post = createPost(publicOnly, resolve);
  for (const host of ["127.0.0.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "localhost"])
    expect([host, await send(`https://${host}:${receiver.port}/`, post)]).toEqual([host, { failed: "address" }]);
  expect(await send(receiver.url, post)).toEqual({ failed: "address" });
});

test("A host without addresses is unresolved", async () => {
  const post = (addresses: readonly string[] | Error) =>
    createPost(publicOnly, async () => {
      if (addresses instanceof Error) throw addresses;
      return addresses;
    });
  expect(await send("https://bao-cao.example/", post([]))).toEqual({ failed: "unresolved" });
  expect(await send("https://bao-cao.example/", post(new Error("ENOTFOUND")))).toEqual({ failed: "unresolved" });
});

test("Proxies of the environment are not used", async () => {
  const before = { ...process.env };
  const proxy = await startReceiver();
  Object.assign(process.env, { HTTP_PROXY: proxy.url, http_proxy: proxy.url, NODE_USE_ENV_PROXY: "1" });
  expect(await send(receiver.url)).toMatchObject({ status: 204 });
  process.env = before;
  expect(proxy.received).toEqual([]);
  await proxy.close();
});
