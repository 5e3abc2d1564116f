import { addAttendees } from "../../../lib/meetings/attendees.ts";
import { attendeesInput } from "../../../lib/meetings/part-schemas.ts";
import { meetingInput } from "../../../lib/meetings/schema.ts";
import { createMeeting } from "../../../lib/meetings/writes.ts";
import { memberInput } from "../../../lib/members/schema.ts";
import { createMember } from "../../../lib/members/writes.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { createOrganisation } from "../../../lib/organisations/writes.ts";
import { announcePhoto, renewUpload } from "../../../lib/photos/announce.ts";
import { getPhoto, listPhotos } from "../../../lib/photos/reads.ts";
import { type PhotoResponse, photoInput } from "../../../lib/photos/schema.ts";
import { deletePhoto, updatePhoto } from "../../../lib/photos/writes.ts";
import type { Caller, Result } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import type { Upload } from "../../../lib/storage/presigner.ts";
import type { World } from "../../support/world.ts";
import type { Gallery } from "./photo-storage.ts";

const idOf = ({ record }: Result) => (record as { id: string }).id;
type Announced = { photo: PhotoResponse; upload: Upload };

/** What tests do to the photos of a world, as the use cases do it. */
export const studio = (world: World, gallery: Pick<Gallery, "uploads" | "shown">) => ({
  /** A committee's conference with a guest, and a member of its cell. */
  conference: async () => {
    const made = async (input: object) =>
      idOf(await createOrganisation(world.workAs(), validateInput(organisationInput, input)));
    const tenantId = await made({ kind: "grassroots-committee", name: "Đảng bộ Viện" });
    const cell = await made({ kind: "cell", name: "Chi bộ 5", parentId: tenantId });
    const member = validateInput(memberInput, { organisationId: cell, fullName: "Trần Thị Bình" });
    const memberId = idOf(await createMember(world.workAs(), member));
    const meeting = { organisationId: tenantId, kind: "review", title: "Hội nghị", startsOn: "2023-12-26" };
    const meetingId = idOf(await createMeeting(world.workAs(), validateInput(meetingInput, meeting)));
    const attendees = { attendees: [{ guest: { fullName: "Phạm Văn Khách" }, roles: ["superior"] }] };
    const { record } = await addAttendees(world.workAs(), meetingId, validateInput(attendeesInput, attendees));
    const guestId = (record as { items: { id: string }[] }).items[0]?.id ?? "";
    return { tenantId, cell, memberId, meetingId, guestId };
  },
  announce: async (meetingId: string, input: object, caller?: Caller) =>
    (
      await announcePhoto(world.workAs(caller), gallery.uploads, {
        meetingId,
        validation: validateInput(photoInput, input),
      })
    ).record as Announced,
  renew: async (id: string) => (await renewUpload(world.workAs(), gallery.uploads, id)).record as Announced,
  get: async (id: string, caller?: Caller) =>
    (await getPhoto(world.workAs(caller), gallery.shown, id)).record as PhotoResponse,
  versionOf: async (id: string) => (await getPhoto(world.workAs(), gallery.shown, id)).version ?? 0,
  list: async (meetingId: string, caller?: Caller) =>
    (await listPhotos(world.workAs(caller), gallery.shown, { meetingId, page: { limit: 100 } })).items,
  patch: (id: string, version: number, change: object) =>
    updatePhoto(world.workAs(), gallery.shown, {
      id,
      precondition: { versions: [version] },
      change: (current) => validateInput(photoInput, mergePatch(current, change)),
    }),
  remove: (id: string) => deletePhoto(world.workAs(), id, { any: true }),
});
