// A list of named checks that run in order; the last line of the program is "N passed, N failed".
import { open_practice } from '../../deploy/practice/practice.mjs';

class tally {
  passed = 0;
  failed = 0;

  fail(name, error) {
    this.failed += 1;
    console.log(`FAILED  ${name}\n     ${error.message}`);
  }

  async run(checks, { until_one_fails = false } = {}) {
    for (const [name, check] of checks) {
      if (until_one_fails && this.failed > 0) return;
      try {
        const remark = await check();
        this.passed += 1;
        console.log(`ok      ${name}${typeof remark === 'string' ? ` (${remark})` : ''}`);
      } catch (error) {
        this.fail(name, error);
      }
    }
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exit(this.failed === 0 ? 0 : 1);
  }
}

// Opens a fresh practice workspace, lets checks_of(practice) say what to check ([[name, function], ...]), runs that, closes the
// workspace and ends the process with the status. What a check returns as text is printed as a remark.
export async function run_checks(checks_of, practice_options) {
  const counted = new tally();
  let practice;
  try {
    practice = await open_practice(practice_options);
    await counted.run(checks_of(practice));
    if (counted.failed > 0) console.log(`The last lines of peerbot's log:\n${practice.bot.last_log()}`);
  } catch (error) {
    counted.fail('a practice workspace starts', error);
  } finally {
    await practice?.close();
  }
  counted.end();
}

// The same for checks that need no workspace; afterwards() is called before the end, however it went. With
// until_one_fails, checks that build on a failed one are left out.
export async function run_plain_checks(checks, { afterwards, until_one_fails } = {}) {
  const counted = new tally();
  await counted.run(checks, { until_one_fails });
  await afterwards?.();
  counted.end();
}
