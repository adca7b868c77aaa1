// A list of named checks that run in order; the last line of the program is "N passed, N failed".
import { open_practice } from '../../deploy/practice/practice.mjs';

// Opens a fresh practice workspace, lets checks_of(practice) say what to check ([[name, function], ...]), runs that, closes the
// workspace and ends the process with the status. What a check returns as text is printed as a remark.
export async function run_checks(checks_of, practice_options) {
  let passed = 0;
  let failed = 0;
  let practice;
  const fail = (name, error) => {
    failed += 1;
    console.log(`FAILED  ${name}\n     ${error.message}`);
  };
  try {
    practice = await open_practice(practice_options);
    for (const [name, check] of checks_of(practice)) {
      try {
        const remark = await check();
        passed += 1;
        console.log(`ok      ${name}${typeof remark === 'string' ? ` (${remark})` : ''}`);
      } catch (error) {
        fail(name, error);
      }
    }
    if (failed > 0) console.log(`The last lines of peerbot's log:\n${practice.bot.last_log()}`);
  } catch (error) {
    fail('a practice workspace starts', error);
  } finally {
    await practice?.close();
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
