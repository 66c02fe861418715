// The lists of sites and of publishers, by what leans on them.
import type { Graph } from "./data";
import { go, plain } from "./dom";
import { leaning } from "./leaning";
import { opens } from "./list-sources";
import type { List } from "./lists";
import { cutSwitch, pageOf, type Group } from "./whatif";

function groups(group: Exclude<Group, "source">, title: string, names: (graph: Graph) => string[], where: string): List {
  return {
    name: `${group}s`, title, noun: group, sort: "-claims", specials: [],
    facets: [{
      name: "leaned", label: "Leaned on", of: "row", words: (_, key) => (key === "yes" ? "by claims" : "by none"),
      values: (graph) => ({ codes: leaning(graph, group).claims.map((n) => (n ? 0 : 1)), keys: ["yes", "no"] }),
      sparql: (keys) => `FILTER(${keys.map((key) => `${key === "yes" ? "" : "NOT "}EXISTS { ${where.replaceAll("?source", "?leaned")} ?claim a schema:Claim ; cito:cites|kg:carriedFrom ?leaned }`).join(" || ")})`,
    }],
    shown: (graph) => {
      const all = names(graph);
      const lean = leaning(graph, group);
      return {
        rows: all.length, related: () => [], relatedRows: 0, text: (row) => all[row],
        columns: [
          { name: group, label: title.replace(/s$/, ""), cell: (row) => go(pageOf({ group, name: all[row] }), plain(all[row])), key: (row) => all[row] },
          { name: "claims", label: "Claims", number: true, cell: (row) => opens(lean.claims[row], "/claims", { [group]: all[row] }), key: (row) => lean.claims[row] },
          { name: "alone", label: "Nothing else", number: true, cell: (row) => opens(lean.alone[row], "/claims", { only: `${group}:${all[row]}` }), key: (row) => lean.alone[row] },
          { name: "sources", label: "Sources", number: true, cell: (row) => opens(lean.sources[row], "/sources", { [group]: all[row] }), key: (row) => lean.sources[row] },
          { name: "if", label: "If it falls", cell: (row) => cutSwitch({ group, name: all[row] }, true), key: (row) => lean.alone[row] },
        ],
        file: [[group, (row) => all[row]], ["claims", (row) => lean.claims[row]], ["alone", (row) => lean.alone[row]], ["sources", (row) => lean.sources[row]]],
      };
    },
    query: { select: `?${group} (COUNT(DISTINCT ?source) AS ?sources)`, where, words: `?${group}`, order: `?${group}` },
  };
}

export const sites = groups("site", "Sites", (graph) => graph.c.sites, "?source schema:isPartOf ?where . ?where a schema:WebSite ; schema:name ?site .");
export const publishers = groups("publisher", "Publishers", (graph) => graph.c.publishers, "?source kg:publisher ?publisher .");
