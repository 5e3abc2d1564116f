import type { S3Event } from "aws-lambda";
import { createReceiveUploads } from "../../../functions/uploads/receive-uploads.ts";
import type { Arrivals } from "../../../lib/photos/arrival.ts";
import { startWorld, type World } from "../../support/world.ts";
import { announcementOf, bytesOf, type Gallery, openGallery, send } from "./gallery.ts";
import { studio } from "./studio.ts";

let world: World;
let gallery: Gallery;
let act: ReturnType<typeof studio>;
beforeAll(async () => {
  world = await startWorld();
  gallery = await openGallery(world);
  act = studio(world, gallery);
});
afterAll(async () => {
  await gallery.close();
  await world.close();
});

class CutOff extends Error {}

/** Everything an arrival touches, cut off before or after its k-th call. */
const cutOffAt = (step: number, when: "before" | "after"): (() => Arrivals) => {
  let calls = 0;
  const cut =
    <A extends unknown[], T>(call: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      calls += 1;
      if (calls === step && when === "before") throw new CutOff();
      const answer = await call(...given);
      if (calls === step) throw new CutOff();
      return answer;
    };
  const { table } = world.dependencies;
  const { bucket } = gallery;
  return () => ({
    table: { ...table, get: cut(table.get), write: cut(table.write) },
    bucket: { head: cut(bucket.head), erase: cut(bucket.erase) },
    prefix: "uploads/",
    now: new Date(world.dependencies.clock()).toISOString(),
  });
};

const steps = [1, 2, 3].flatMap((step) => [[step, "before"] as const, [step, "after"] as const]);
let taken = 0;
const upload = async () => {
  const bytes = bytesOf(`cut off ${taken++}`);
  const { meetingId } = await act.conference();
  const { photo, upload: sent } = await act.announce(meetingId, announcementOf(bytes));
  await send(sent, bytes);
  return { photo, events: await gallery.arrived(1) };
};
const deliverTwice = async (events: readonly S3Event[], build: () => Arrivals) => {
  for (const event of events) {
    const first = await createReceiveUploads(build)(event).catch((error: unknown) => error);
    expect(first).toBeInstanceOf(CutOff);
    await gallery.receive(event);
  }
};

test.each(steps)(
  "An arrival cut off at step %i, %s it was done, is made good by the next telling",
  async (step, when) => {
    const { photo, events } = await upload();
    await deliverTwice(events, cutOffAt(step, when));
    expect((await act.get(photo.id)).status).toBe("ready");
    expect(await gallery.left(photo.id)).toHaveLength(1);
  },
);

test.each(steps.slice(0, 4))("So is one whose photo was gone, at step %i, %s it was done", async (step, when) => {
  const { photo, events } = await upload();
  await act.remove(photo.id);
  await deliverTwice(events, cutOffAt(step, when));
  expect(await gallery.left(photo.id)).toEqual([]);
});
