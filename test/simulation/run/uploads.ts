import { createPhotoProcessor } from "../../../functions/photo-processor/process-uploads.ts";
import { renditionsPrefix, uploadsPrefix } from "../../../lib/contract/environment.ts";
import type { PhotoProcessing } from "../../../lib/photos/processing.ts";
import { instantOf } from "../../../lib/shared/days.ts";
import { Process } from "../environment/process.ts";
import { dependenciesOf } from "../environment/server.ts";
import { bucketOf } from "../environment/storage.ts";
import { bytesOf } from "../workload/photos.ts";
import type { Simulation } from "./simulation.ts";

/** Maximum delay in milliseconds of an object event and of its repetition. */
const maximumLag = 3_000;
const maximumAttempts = 60;

/** Accepts every content except `damaged`. */
const inspect: PhotoProcessing["inspect"] = async (bytes) => {
  if (bytes.includes("damaged")) return { ok: false, code: "not-decodable" };
  const rendition = { name: "thumb", data: Buffer.from(`thumb of ${bytes}`), width: 320, height: 160 } as const;
  return { ok: true, width: 4_000, height: 2_000, renditions: [rendition] };
};

/** Uploads the announced or another content for a photo, and delivers the object event once or twice. */
export const uploadPhoto = async (simulation: Simulation): Promise<void> => {
  const { network, storage, known } = simulation;
  const { scheduler, random, faults } = network;
  await scheduler.sleep(random.next() * maximumLag);
  const photo = random.pick(known.photos);
  if (!photo) return;
  const versionId = storage.put(photo.key, bytesOf(random.chance(0.9) ? photo.text : "khác"), "image/jpeg");
  if (versionId === undefined) return;
  const object = { key: photo.key, versionId };
  const Records = [{ s3: { object } }] as Parameters<ReturnType<typeof createPhotoProcessor>>[0]["Records"];
  for (let attempt = 1, deliveries = 1 + random.below(2); deliveries > 0; attempt++) {
    await scheduler.sleep(random.next() * maximumLag);
    const process = new Process(scheduler);
    const { table, clock } = dependenciesOf(network, process);
    const bucket = bucketOf(storage, { process, random, faults });
    const uploadContext = { table, bucket, inspect, uploadsPrefix, renditionsPrefix, now: instantOf(clock()) };
    const received = createPhotoProcessor(() => uploadContext)({ Records }).then(
      () => true,
      () => false,
    );
    if (await Promise.race([received, process.death.then(() => false)])) deliveries -= 1;
    else if (attempt > maximumAttempts) throw new Error(`The upload of photo ${photo.id} is never processed`);
  }
};
