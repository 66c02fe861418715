// YASGUI for the served page alone: prefixes filled in, the project's questions ready, nothing fetched elsewhere.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import type { Question } from "./data";

const PREFIXES = `PREFIX schema: <https://schema.org/>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX c4o: <http://purl.org/spar/c4o/>
PREFIX biro: <http://purl.org/spar/biro/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX kg: <https://w3id.org/kgraph/ns#>

`;
const FIRST = `${PREFIXES}SELECT ?text ?source WHERE {
  ?claim a schema:Claim ; schema:text ?text ; cito:cites ?source .
} LIMIT 20`;

Object.assign(window, {
  kgraphYasgui(place: HTMLElement, questions: Question[]) {
    const label = document.createElement("label");
    const select = document.createElement("select");
    const word = document.createElement("span");
    word.textContent = "Start from";
    label.className = "start-from";
    label.append(word, select);
    select.append(new Option("a question…", ""), ...questions.map((q) => new Option(q.question, q.name)));
    const box = document.createElement("div");
    place.append(label, box);
    const Yasqe = (Yasgui as any).Yasqe;
    Yasqe.forkAutocompleter?.("prefixes", { name: "prefixes-none", autoShow: false, isValidCompletionPosition: () => false, get: () => [] });
    Yasqe.defaults.autocompleters = ["variables"];
    Yasqe.defaults.value = new URLSearchParams(location.hash.split("?")[1]).get("query") ?? FIRST;
    const gui = new Yasgui(box, {
      requestConfig: { endpoint: `${location.origin}/sparql` },
      copyEndpointOnNewTab: true,
      autofocus: false,
      persistenceId: null,
      populateFromUrl: false, // it would empty the address, which names the view
      yasr: { prefixes: {} },
    } as any);
    select.addEventListener("change", () => {
      const question = questions.find((q) => q.name === select.value);
      if (question) (gui.getTab() as any).setQuery(question.text);
    });
  },
});
