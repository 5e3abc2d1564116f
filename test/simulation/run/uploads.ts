import { createPhotoProcessor } from "../../../functions/photo-processor/receive-uploads.ts";
import { renditionsPrefix, uploadsPrefix } from "../../../lib/contract/environment.ts";
import type { PhotoProcessing } from "../../../lib/photos/processing.ts";
import { instantOf } from "../../../lib/shared/days.ts";
import { Process } from "../environment/process.ts";
import { dependenciesOf } from "../environment/server.ts";
import { bucketOf } from "../environment/storage.ts";
import { bytesOf } from "../workload/photos.ts";
import type { Story } from "./simulation.ts";

/** Milliseconds until an event of storage is told, or told again. */
const longestLag = 3_000;
const triesMaximum = 60;

/** What the check says of made-up bytes: pictures, unless their text says otherwise. */
const inspect: PhotoProcessing["inspect"] = async (bytes) => {
  if (bytes.includes("damaged")) return { ok: false, code: "not-decodable" };
  const rendition = { name: "thumb", data: Buffer.from(`thumb of ${bytes}`), width: 320, height: 160 } as const;
  return { ok: true, width: 4_000, height: 2_000, renditions: [rendition] };
};

/** Sends the bytes of a photo that was announced, right or wrong, and sees to it that the service hears of them. */
export const sendPhoto = async (story: Story): Promise<void> => {
  const { network, storage, known } = story;
  const { scheduler, random, weather } = network;
  await scheduler.sleep(random.next() * longestLag);
  const photo = random.pick(known.photos);
  if (!photo) return;
  const versionId = storage.put(photo.key, bytesOf(random.chance(0.9) ? photo.text : "khác"), "image/jpeg");
  if (versionId === undefined) return;
  const object = { key: photo.key, versionId };
  const Records = [{ s3: { object } }] as Parameters<ReturnType<typeof createPhotoProcessor>>[0]["Records"];
  for (let tries = 1, told = 1 + random.below(2); told > 0; tries++) {
    await scheduler.sleep(random.next() * longestLag);
    const process = new Process(scheduler);
    const { table, clock } = dependenciesOf(network, process);
    const bucket = bucketOf(storage, { process, random, weather });
    const arrivals = { table, bucket, inspect, uploadsPrefix, renditionsPrefix, now: instantOf(clock()) };
    const received = createPhotoProcessor(() => arrivals)({ Records }).then(
      () => true,
      () => false,
    );
    if (await Promise.race([received, process.death.then(() => false)])) told -= 1;
    else if (tries > triesMaximum) throw new Error(`The upload of photo ${photo.id} is never done`);
  }
};
