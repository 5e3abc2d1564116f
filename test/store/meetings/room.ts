import { putAgenda } from "../../../lib/meetings/agenda.ts";
import { addAttendees, deleteAttendee, updateAttendee } from "../../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { addDocument, deleteDocument, updateDocument } from "../../../lib/meetings/documents.ts";
import { addGuidance, deleteGuidance, updateGuidance } from "../../../lib/meetings/guidance.ts";
import { getMeeting } from "../../../lib/meetings/include.ts";
import type { IncludedPart, MeetingResponse } from "../../../lib/meetings/include-schema.ts";
import {
  type Agenda,
  type Attendee,
  agendaInput,
  attendeeInput,
  attendeesInput,
  documentInput,
  type Guidance,
  guidanceInput,
  type MeetingDocument,
  type Vote,
  voteInput,
} from "../../../lib/meetings/part-schemas.ts";
import { listMeetings } from "../../../lib/meetings/reads.ts";
import { type Meeting, type MeetingsQuery, meetingInput } from "../../../lib/meetings/schema.ts";
import { addVote } from "../../../lib/meetings/votes.ts";
import { createMeeting, updateMeeting } from "../../../lib/meetings/writes.ts";
import type { Caller, Result } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys } from "../../../lib/table/keys.ts";
import { testPhotoPresenter } from "../../support/gallery.ts";
import type { World } from "../../support/world.ts";
import { acting } from "../members/committee.ts";

const as = <T>({ record }: Result) => record as T;
const at = (version: number) => ({ versions: [version] });

/** What tests do to meetings of a world, as the use cases do it. */
export const meetingRoom = (world: World) => {
  const act = acting(world);
  const createRaw = (input: object, caller?: Caller) =>
    createMeeting(world.workAs(caller), validateInput(meetingInput, input));
  const create = async (organisationId: string, fields: object = {}, caller?: Caller) => {
    const input = { organisationId, kind: "regular", title: "Sinh hoạt chi bộ", startsOn: "2023-12-26", ...fields };
    return as<Meeting>(await createRaw(input, caller));
  };
  return {
    ...act,
    createRaw,
    create,
    patchMeeting: (id: string, version: number, change: object, caller?: Caller) =>
      updateMeeting(world.workAs(caller), id, at(version), (now) =>
        validateInput(meetingInput, mergePatch(now, change)),
      ),
    remove: (id: string, version = 1, caller?: Caller) => deleteMeeting(world.workAs(caller), id, at(version)),
    get: (id: string, caller?: Caller) => getMeeting(world.workAs(caller), id, testPhotoPresenter),
    include: async (id: string, ...parts: IncludedPart[]) =>
      as<MeetingResponse>(await getMeeting(world.workAs(), id, testPhotoPresenter, parts)),
    titles: async (query: MeetingsQuery, caller?: Caller) => {
      const { items } = await listMeetings(world.workAs(caller), query, { limit: 100 });
      return items.map(({ title }) => title);
    },
    setAgenda: async (id: string, items: object[]) =>
      as<Agenda>(await putAgenda(world.workAs(), id, undefined, validateInput(agendaInput, { items }))),
    attend: async (id: string, ...attendees: object[]) => {
      const inputs = attendees.map((attendee) => ({ roles: ["participant"], ...attendee }));
      const validation = validateInput(attendeesInput, { attendees: inputs });
      return as<{ items: Attendee[] }>(await addAttendees(world.workAs(), id, validation)).items;
    },
    patchAttendee: (id: string, attendeeId: string, version: number, change: object) =>
      updateAttendee(world.workAs(), id, attendeeId, at(version), (now) =>
        validateInput(attendeeInput, mergePatch(now, change)),
      ),
    leave: (id: string, attendeeId: string, version = 1) => deleteAttendee(world.workAs(), id, attendeeId, at(version)),
    write: async (id: string, fields: object = {}) => {
      const validation = validateInput(documentInput, { kind: "report", title: "Báo cáo", ...fields });
      return as<MeetingDocument>(await addDocument(world.workAs(), id, validation));
    },
    rewrite: (id: string, documentId: string, version: number, change: object) =>
      updateDocument(world.workAs(), id, documentId, at(version), (now) =>
        validateInput(documentInput, mergePatch(now, change)),
      ),
    discard: (id: string, documentId: string, version = 1) =>
      deleteDocument(world.workAs(), id, documentId, at(version)),
    vote: async (id: string, fields: object) => {
      const input = { subject: "Báo cáo", against: 0, abstain: 0, ...fields };
      return as<Vote>(await addVote(world.workAs(), id, validateInput(voteInput, input)));
    },
    guide: async (id: string, number: number, fields: object = {}) => {
      const validation = validateInput(guidanceInput, { number, text: `Điểm ${number}`, ...fields });
      return as<Guidance>(await addGuidance(world.workAs(), id, validation));
    },
    reguide: (id: string, guidanceId: string, version: number, change: object) =>
      updateGuidance(world.workAs(), id, guidanceId, at(version), (now) =>
        validateInput(guidanceInput, mergePatch(now, change)),
      ),
    unguide: (id: string, guidanceId: string, version = 1) =>
      deleteGuidance(world.workAs(), id, guidanceId, at(version)),
    /** What the table still holds of a meeting, by sort key. */
    left: async (id: string) => {
      const { items } = await world.dependencies.table.query({ partition: keys.meeting(id).pk });
      return items.map(({ sk }) => sk);
    },
    /** How often others name a member. */
    namesOf: async (memberId: string) => (await world.dependencies.table.get(keys.memberReferences(memberId)))?.refs,
    held: async (organisationId: string, asOf = "2024-01-15") => {
      const { meetings } = await act.figures(organisationId, asOf);
      return meetings.reduce((sum, { held }) => sum + held, 0);
    },
    /** A member without a vote, in a cell. */
    probationary: async (cell: string) => (await act.create({ organisationId: cell, fullName: "Trần Thị Mới" })).id,
    /** Members with a vote since always, in a cell. */
    officials: (cell: string, count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, i) =>
          act.create({ organisationId: cell, fullName: `Nguyễn Văn ${i}`, confirmed: true }),
        ),
      ),
  };
};
