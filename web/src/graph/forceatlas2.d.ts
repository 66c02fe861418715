// What graphology-layout-forceatlas2 is made of, of which it has no types itself.
declare module "graphology-layout-forceatlas2/iterate" {
  import type { ForceAtlas2Settings } from "graphology-layout-forceatlas2";
  /** One step: moves the nodes. Of an edge there are source, target and weight; ends are places in `nodes`. */
  const iterate: (settings: ForceAtlas2Settings, nodes: Float32Array, edges: Float32Array) => unknown;
  export default iterate;
}
declare module "graphology-layout-forceatlas2/defaults" {
  import type { ForceAtlas2Settings } from "graphology-layout-forceatlas2";
  const defaults: ForceAtlas2Settings;
  export default defaults;
}
