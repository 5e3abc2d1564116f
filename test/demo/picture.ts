import sharp from "sharp";

const width = 1280;
const height = 854;

type Colour = readonly [number, number, number];

const shades = (number: number) => {
  const turn = (phase: number) => 0.5 + 0.5 * Math.cos(number * 1.3 + phase);
  const tint: Colour = [turn(0), turn(2.1), turn(4.2)];
  return (light: number): Colour => [
    light * (0.7 + 0.3 * tint[0]),
    light * (0.6 + 0.4 * tint[1]),
    light * (0.6 + 0.4 * tint[2]),
  ];
};

/** Brightness of a point of the hall: rows of people in front of a stage with a backcloth and walls. */
const lightAt = (x: number, y: number): number => {
  const row = Math.floor((y - 500) / 75);
  const seat = 96 + row * 6;
  const offset = ((x + row * 33) % seat) - seat / 2;
  const isHead = row >= 0 && Math.hypot(offset, y - 540 - row * 75) < 22 + row * 4;
  if (isHead) return 60 + row * 12;
  if (y > 500) return 110;
  if (y > 400) return 150;
  const isBackcloth = x > 220 && x < 1060 && y > 90 && y < 340;
  return isBackcloth ? 95 : 235 - y / 8;
};

/** A JPEG of a meeting in a hall; each number has its own colours. */
export const makeJpeg = (number: number): Promise<Buffer> => {
  const shade = shades(number);
  const pixels = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    pixels.set(shade(lightAt(i % width, Math.floor(i / width))).map(Math.round), i * 3);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
};
