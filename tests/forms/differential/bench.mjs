// usage: node bench.mjs < { resource, expressions, seconds } > [{ micros, found } or { error }]
// How long the fhirpath package takes for each expression, compiled once: processor time of one evaluation, by the rounds
// that `seconds` allow.
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { resource, expressions, seconds } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
const answers = expressions.map((expression) => {
  try {
    const evaluate = fhirpath.compile(expression, r4);
    const variables = { resource };
    for (let round = 0; round < 200; round++) evaluate(resource, variables);
    const began = performance.now();
    const cpu = process.cpuUsage();
    let rounds = 0, found;
    while (performance.now() - began < seconds * 1000) {
      for (let turn = 0; turn < 20; turn++) found = evaluate(resource, variables);
      rounds += 20;
    }
    const { user, system } = process.cpuUsage(cpu);
    return { micros: (user + system) / rounds, found };
  } catch (error) {
    return { error: String(error?.message ?? error) };
  }
});
process.stdout.write(JSON.stringify(answers));
