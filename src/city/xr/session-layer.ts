import type { Engine } from '@babylonjs/core/Engines/engine';
import { WebXRLayers } from '@babylonjs/core/XR/features/WebXRLayers';
import type { WebXRSessionManager } from '@babylonjs/core/XR/webXRSessionManager';

export interface DepthRange {
  readonly near: number;
  readonly far: number;
}

/**
 * Gives a session the surface it shows: where headset and card can, a layer that both eyes are drawn
 * to at once, else one after the other. Returns how to let go of it.
 */
export async function openLayer(
  engine: Engine,
  manager: WebXRSessionManager,
  { near, far }: DepthRange,
): Promise<() => void> {
  const { session } = manager;
  const context = engine.getRenderingCanvas()?.getContext('webgl2');
  if (!context) throw new Error('The city has no picture to show in a headset.');
  await context.makeXRCompatible();
  const depth = { depthNear: near, depthFar: far };
  if (hasMultiview(engine, session)) {
    const layers = new WebXRLayers(manager, { preferMultiviewOnInit: true });
    layers.attach();
    manager.updateRenderState(depth);
    return () => void layers.detach();
  }
  const baseLayer = new XRWebGLLayer(session, context, { antialias: true, stencil: false });
  manager.updateRenderState({ baseLayer, ...depth });
  return () => undefined;
}

/** Layers without multiview would lose the smooth edges and gain nothing. */
function hasMultiview(
  engine: Engine,
  { enabledFeatures }: Partial<Pick<XRSession, 'enabledFeatures'>>,
): boolean {
  const isGranted = enabledFeatures?.includes('layers') ?? false;
  const canBind =
    typeof XRWebGLBinding === 'function' && 'createProjectionLayer' in XRWebGLBinding.prototype;
  return isGranted && canBind && Boolean(engine.getCaps().multiview);
}
