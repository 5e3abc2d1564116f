import { createHash, randomUUID } from "node:crypto";
import type { ZodMiniType } from "zod/mini";
import { dependents } from "../../../functions/meetings/dependents.ts";
import { includedArticle } from "../../../lib/articles/reads.ts";
import { includedAwards } from "../../../lib/awards/reads.ts";
import type { IncludedPart, MeetingResponse } from "../../../lib/contract/routes/meeting-include.ts";
import { putAgenda } from "../../../lib/meetings/agenda.ts";
import { addAttendees, deleteAttendee, updateAttendee } from "../../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { documents } from "../../../lib/meetings/documents.ts";
import { guidancePoints } from "../../../lib/meetings/guidance.ts";
import { getMeeting, includedMeetingParts } from "../../../lib/meetings/include.ts";
import {
  type Agenda,
  type Attendee,
  agendaInput,
  attendeeInput,
  attendeesInput,
  documentInput,
  guidanceInput,
} from "../../../lib/meetings/part-schemas.ts";
import {
  addPart,
  deletePart,
  type EditablePartKind,
  type PartRecord,
  updatePart,
} from "../../../lib/meetings/parts.ts";
import { listMeetings } from "../../../lib/meetings/reads.ts";
import { type Meeting, type MeetingsQuery, meetingInput } from "../../../lib/meetings/schema.ts";
import { type Vote, voteInput } from "../../../lib/meetings/vote-schema.ts";
import { addVote, deleteVote } from "../../../lib/meetings/votes.ts";
import { createMeeting, updateMeeting } from "../../../lib/meetings/writes.ts";
import { announcePhoto, type UploadSettings } from "../../../lib/photos/announce.ts";
import { includedPhotos } from "../../../lib/photos/reads.ts";
import { photoInput } from "../../../lib/photos/schema.ts";
import type { Caller, Result } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys } from "../../../lib/table/keys.ts";
import { testPhotoPresenter } from "../../support/photo-presenter.ts";
import type { World } from "../../support/world.ts";
import { createCommitteeFixtures } from "../members/committee-fixtures.ts";

const as = <T>({ record }: Result) => record as T;
const ifMatch = (version: number) => ({ versions: [version] });

/** The parts that `include` can name, as the function wires them. */
const parts = {
  ...includedMeetingParts,
  awards: includedAwards,
  photos: includedPhotos(testPhotoPresenter),
  article: includedArticle,
};

/** Creates, changes and deletes parts of a kind. */
const createPartFixtures = <I extends object, T extends PartRecord>(
  world: World,
  kind: EditablePartKind<I, T>,
  schema: ZodMiniType<I>,
) => ({
  add: async (meetingId: string, input: object) =>
    as<T>(await addPart(world.contextAs(), kind, { meetingId, validation: validateInput(schema, input) })),
  patch: (meetingId: string, id: string, version: number, patch: object) =>
    updatePart(world.contextAs(), kind, {
      meetingId,
      id,
      precondition: ifMatch(version),
      change: (now: object) => validateInput(schema, mergePatch(now, patch)),
    }),
  delete: (meetingId: string, id: string, version = 1) =>
    deletePart(world.contextAs(), kind, { meetingId, id, precondition: ifMatch(version) }),
});

/** Calls the use cases of meetings. */
export const createMeetingFixtures = (world: World) => {
  const act = createCommitteeFixtures(world);
  const documentFixtures = createPartFixtures(world, documents, documentInput);
  const guidanceFixtures = createPartFixtures(world, guidancePoints, guidanceInput);
  const createRaw = (input: object, caller?: Caller) =>
    createMeeting(world.contextAs(caller), validateInput(meetingInput, input));
  const createOf = async (organisationId: string, fields: object = {}, caller?: Caller) => {
    const input = { organisationId, kind: "regular", title: "Sinh hoạt chi bộ", startsOn: "2023-12-26", ...fields };
    return as<Meeting>(await createRaw(input, caller));
  };
  return {
    ...act,
    createRaw,
    createMeeting: createOf,
    patchMeeting: (id: string, version: number, change: object, caller?: Caller) =>
      updateMeeting(world.contextAs(caller), id, {
        precondition: ifMatch(version),
        change: (now) => validateInput(meetingInput, mergePatch(now, change)),
        dependents,
      }),
    deleteMeeting: (id: string, version?: number, context = world.contextAs()) =>
      deleteMeeting(context, id, {
        precondition: version === undefined ? { any: true } : ifMatch(version),
        dependents,
      }),
    getMeeting: (id: string, caller?: Caller) => getMeeting(world.contextAs(caller), id),
    getWithParts: async (id: string, include: IncludedPart[], caller?: Caller) =>
      as<MeetingResponse>(await getMeeting(world.contextAs(caller), id, { include, parts })),
    listTitles: async (query: MeetingsQuery, caller?: Caller) => {
      const { items } = await listMeetings(world.contextAs(caller), query, { limit: 100 });
      return items.map(({ title }) => title);
    },
    putAgenda: async (id: string, items: object[], version?: number) =>
      as<Agenda>(
        await putAgenda(world.contextAs(), id, {
          precondition: version === undefined ? undefined : ifMatch(version),
          validation: validateInput(agendaInput, { items }),
        }),
      ),
    addAttendees: async (id: string, ...attendees: object[]) => {
      const inputs = attendees.map((attendee) => ({ roles: ["participant"], ...attendee }));
      const validation = validateInput(attendeesInput, { attendees: inputs });
      return as<{ items: Attendee[] }>(await addAttendees(world.contextAs(), id, { validation })).items;
    },
    patchAttendee: (meetingId: string, id: string, version: number, change: object) =>
      updateAttendee(
        world.contextAs(),
        { meetingId, id },
        { precondition: ifMatch(version), change: (now) => validateInput(attendeeInput, mergePatch(now, change)) },
      ),
    deleteAttendee: (meetingId: string, id: string, version?: number) =>
      deleteAttendee(world.contextAs(), { meetingId, id }, version === undefined ? { any: true } : ifMatch(version)),
    addDocument: (meetingId: string, fields: object = {}) =>
      documentFixtures.add(meetingId, { kind: "report", title: "Báo cáo", ...fields }),
    patchDocument: documentFixtures.patch,
    deleteDocument: documentFixtures.delete,
    addVote: async (id: string, fields: object) => {
      const input = { subject: "Báo cáo", against: 0, abstain: 0, ...fields };
      return as<Vote>(await addVote(world.contextAs(), id, { validation: validateInput(voteInput, input) }));
    },
    deleteVote: (meetingId: string, id: string, version = 1) =>
      deleteVote(world.contextAs(), { meetingId, id }, ifMatch(version)),
    addGuidance: (meetingId: string, number: number, fields: object = {}) =>
      guidanceFixtures.add(meetingId, { number, text: `Điểm ${number}`, ...fields }),
    patchGuidance: guidanceFixtures.patch,
    deleteGuidance: guidanceFixtures.delete,
    /** Sort keys of the items that the table has of a meeting. */
    storedSortKeys: async (id: string) => {
      const { items } = await world.dependencies.table.query({ partition: keys.meeting(id).pk });
      return items.map(({ sk }) => sk);
    },
    /** Number of references to a member. */
    memberReferenceCount: async (memberId: string) =>
      (await world.dependencies.table.get(keys.memberReferences(memberId)))?.refs,
    /** Meetings held that the statistics of an organisation count. */
    countHeld: async (organisationId: string, asOf = "2024-01-15") => {
      const { meetings } = await act.figures(organisationId, asOf);
      return meetings.reduce((sum, { held }) => sum + held, 0);
    },
    /** A member of a cell without a vote. */
    createProbationary: async (cell: string) =>
      (await act.create({ organisationId: cell, fullName: "Trần Thị Mới" })).id,
    /** Members of a cell who always had a vote. */
    createOfficials: (cell: string, count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, i) =>
          act.create({ organisationId: cell, fullName: `Nguyễn Văn ${i}`, confirmed: true }),
        ),
      ),
  };
};
/** Storage takes no part in these tests: its URLs lead nowhere. */
const uploads: UploadSettings = {
  prefix: "uploads/",
  signer: { sign: async () => ({ method: "PUT", url: "https://storage.invalid/", headers: {}, expiresAt: "" }) },
};

/** Announces photos in a meeting, each with different bytes. */
export const announcePhotos = async (world: World, meetingId: string, photos: readonly object[]) => {
  for (const fields of photos) {
    const sha256 = createHash("sha256").update(randomUUID()).digest("hex");
    const input = { fileName: "anh.jpg", contentType: "image/jpeg", size: 1_000, sha256, ...fields };
    await announcePhoto(world.contextAs(), uploads, { meetingId, validation: validateInput(photoInput, input) });
  }
};
