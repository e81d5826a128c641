/**
 * Switches the telemetry of onnxruntime off: without this, version 1.30 makes a device id and a store of
 * events in the user's cache, to be sent to its makers.
 */

/**
 * Must run in the main thread before the library is loaded: native code reads the environment of the
 * process, of which a worker has a copy only.
 */
export function silenceRuntime(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
