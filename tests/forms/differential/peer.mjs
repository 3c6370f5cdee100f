// usage: TZ=UTC node peer.mjs < jobs.json > answers.json
// Evaluates each job { expression, resource, item, variables } with the fhirpath package, as our trials do with ours.
// `resource` and `item` are places in the list of resources: its index, and a path of keys in it.
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { now, resources, jobs } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
const RealDate = Date;
globalThis.Date = class extends RealDate { // the package reads the clock; both are asked at the same moment
  constructor(...parts) { super(...(parts.length ? parts : [now])); }
  static now() { return RealDate.parse(now); }
};
console.log = console.info = console.warn = () => {}; // trace() writes there
const at = (resource, path) => path.reduce((node, key) => node[key], resource);

const answers = jobs.map(({ expression, resource, item, variables }) => {
  const root = resources[resource];
  try {
    const node = item ? at(root, item) : root;
    const what = item ? { base: 'QuestionnaireResponse.item', expression } : expression;
    const found = fhirpath.evaluate(node, what, { ...variables, resource: root, rootResource: root }, r4);
    return { found: JSON.parse(JSON.stringify(found)) };
  } catch (error) {
    return { error: String(error?.message ?? error).slice(0, 300) };
  }
});
process.stdout.write(JSON.stringify(answers));
