import { dependents } from "../../../functions/meetings/dependents.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { damaged } from "../../store/photos/photo-storage.ts";
import { type InterruptionPoint, interruptEverywhere } from "../interruption.ts";
import { type Darkroom, openDarkroom } from "./interrupted-photos.ts";

let room: Darkroom;
beforeAll(async () => {
  room = await openDarkroom();
});
afterAll(() => room.close());

const moments: InterruptionPoint["when"][] = ["before", "after"];
const whole = ["screen.webp", "thumb.webp", "upload"];
const stateOf = async (id: string, meetingId: string) => ({
  status: (await room.act.get(id)).status,
  left: await room.gallery.left(id),
  kept: await room.kept(meetingId),
});

test.each(moments)("An arrival cut off %s any call is made good by the next telling", async (when) => {
  const steps = await interruptEverywhere(when, async (cut) => {
    const { event, photo, meetingId } = await room.arrived();
    const reached = await room.receiveCut(cut, event);
    await room.gallery.receive(event);
    expect(await stateOf(photo.id, meetingId)).toEqual({ status: "ready", left: whole, kept: ["PHO", "SHA"] });
    return reached;
  });
  expect(steps).toBe(7);
});

test.each(moments)("So is one of bytes that are rejected, of which none are left", async (when) => {
  const steps = await interruptEverywhere(when, async (cut) => {
    const { event, photo, meetingId } = await room.arrived(damaged);
    const reached = await room.receiveCut(cut, event);
    await room.gallery.receive(event);
    expect(await stateOf(photo.id, meetingId)).toEqual({ status: "rejected", left: [], kept: ["PHO"] });
    return reached;
  });
  expect(steps).toBe(6);
});

test.each(moments)("So is one that another telling overtakes", async (when) => {
  await interruptEverywhere(when, async (cut) => {
    const { event, photo, meetingId } = await room.arrived();
    const [reached] = await Promise.all([room.receiveCut(cut, event), room.gallery.receive(event)]);
    await room.gallery.receive(event);
    expect(await stateOf(photo.id, meetingId)).toEqual({ status: "ready", left: whole, kept: ["PHO", "SHA"] });
    return reached;
  });
});

test.each(moments)("An arrival whose photo is gone leaves nothing, cut off %s any call", async (when) => {
  await interruptEverywhere(when, async (cut) => {
    const { event, photo, meetingId } = await room.arrived();
    await room.act.remove(photo.id);
    const reached = await room.receiveCut(cut, event);
    await room.gallery.receive(event);
    expect([await room.gallery.left(photo.id), await room.kept(meetingId)]).toEqual([[], []]);
    return reached;
  });
});

test.each(moments)("A photo deleted during its check leaves nothing, cut off %s any call", async (when) => {
  await interruptEverywhere(when, async (cut) => {
    const { event, photo, meetingId } = await room.arrived();
    const reached = await room.receiveCut(cut, event, {
      inspect: async (...given) => {
        await room.act.remove(photo.id);
        // Told of at once: the renditions of the check come after everything was cleared away.
        await room.gallery.clear(room.goneOf(photo));
        return room.gallery.arrivals().inspect(...given);
      },
    });
    await room.gallery.receive(event);
    if (await isThere(photo.id)) {
      await room.act.remove(photo.id);
      await room.gallery.clear(room.goneOf(photo));
    }
    expect([await room.gallery.left(photo.id), await room.kept(meetingId)]).toEqual([[], []]);
    return reached;
  });
});

test.each(moments)(
  "A photo whose meeting is deleted during its check leaves nothing, cut off %s any call",
  async (when) => {
    await interruptEverywhere(when, async (cut) => {
      const { event, photo, meetingId } = await room.arrived();
      const remove = () => deleteMeeting(room.world.workAs(), meetingId, { precondition: { any: true }, dependents });
      const reached = await room.receiveCut(cut, event, {
        inspect: async (...given) => {
          await remove();
          return room.gallery.arrivals().inspect(...given);
        },
      });
      await room.gallery.receive(event);
      if (await isThere(photo.id)) await remove();
      await room.gallery.clear(room.goneOf(photo));
      expect([await room.gallery.left(photo.id), await room.kept(meetingId)]).toEqual([[], []]);
      return reached;
    });
  },
);

test.each(moments)("Bytes at a key that was given up go, cut off %s any call", async (when) => {
  await interruptEverywhere(when, async (cut) => {
    const { event, photo, meetingId } = await room.arrived();
    await room.act.renew(photo.id);
    const reached = await room.receiveCut(cut, event);
    await room.gallery.receive(event);
    expect(await stateOf(photo.id, meetingId)).toEqual({
      status: "awaiting-upload",
      left: [],
      kept: ["PHO", "PHO-DUE", "SHA"],
    });
    return reached;
  });
});

const isThere = (id: string) =>
  room.act.get(id).then(
    () => true,
    () => false,
  );
