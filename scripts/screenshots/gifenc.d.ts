/** Of gifenc, which has no types of its own: what the tour uses. */
declare module 'gifenc' {
  type Color = [red: number, green: number, blue: number];

  export interface GifFrameOptions {
    /** Needed by the first frame, whose colours the later ones share unless they bring their own. */
    readonly palette?: readonly Color[];
    readonly transparent?: boolean;
    readonly transparentIndex?: number;
    /** Milliseconds, kept in hundredths of a second. */
    readonly delay?: number;
    /** 0: forever. */
    readonly repeat?: number;
    /** 1: the frame stays and the next is drawn over it. */
    readonly dispose?: number;
  }

  const gifenc: {
    GIFEncoder(): {
      writeFrame(
        pixels: Uint8Array,
        width: number,
        height: number,
        options?: GifFrameOptions,
      ): void;
      finish(): void;
      bytes(): Uint8Array;
    };
    quantize(rgba: Uint8Array, maxColors: number): Color[];
  };
  export default gifenc;
}
