/**
 * The fault harness: runs a program, kills it with SIGKILL again and again, restarts it until its work is complete, and
 * asks whether every invariant held. A *subject* is the work; a *life* is one world in which it is done, from nothing;
 * a *stage* is a piece of work that ends; a *phase* is what the program is just doing when the kill falls.
 */
import { createKillPlan, nameOf, type KillPlan, type Phase, type Target } from './kill-plan.ts';
import { runProbed, type Command, type Kill, type Outcome } from './probed-program.ts';
import { seededRandom, type Random } from './random.ts';

export interface Subject {
  name: string;
  /** Every one of them must be hit. */
  phases: readonly Phase[];
  /** Of the first announcements of a phase in a stage, the share over which kills are spread. */
  spread: Readonly<Record<string, number>>;
  /** Kills in one stage before it is left to complete. */
  killsPerStage: Readonly<Record<string, number>>;
  begin(random: Random): Promise<Life>;
}

export interface Life {
  command: Command;
  /** Name of the first stage's kind. */
  firstStage: string;
  /** Exit codes with which the work counts as complete. */
  isComplete(outcome: Outcome): boolean;
  /** The program could not start because what was killed still lingers; it is simply started again. */
  isLingering?(outcome: Outcome): boolean;
  /** After a kill: what must hold at any instant. Names what does not. */
  atRest(): Promise<string[]>;
  /** Changes the world a little while the program is down. */
  disturb(): Promise<void>;
  /** New work when a stage is complete: its stage; null: the life is over. */
  advance(): Promise<string | null>;
  /** When all work is done: what must hold in the end. Names what does not. */
  end(): Promise<string[]>;
  close(): Promise<void>;
}

export interface ProofOptions {
  kills: number;
  seed: number;
  say(line: string): void;
}

export interface ProofResult {
  proof: string;
  seed: number;
  kills: number;
  /** Kills by time, from outside; the others are aimed at a phase. */
  timed: number;
  lives: number;
  /** How many phases there are, and how many of them were aimed at. */
  phases: number;
  aimedAt: number;
  /** Kills by phase. */
  hits: Record<string, number>;
  /** Phases in which no kill fell. */
  unhit: string[];
  violations: string[];
  seconds: number;
}

/** One kill in five comes at a random time instead of in a chosen phase. */
const TIMED_SHARE = 5;
const MOST_MISSES = 10;
const MOST_LINGERING = 20;

export async function prove(subject: Subject, options: ProofOptions): Promise<ProofResult> {
  return new Proof(subject, options).run();
}

class Proof {
  readonly #subject: Subject;
  readonly #options: ProofOptions;
  readonly #random: Random;
  readonly #hits = new Map<string, number>();
  readonly #violations: string[] = [];
  readonly #start = performance.now();
  #plan: KillPlan | undefined;
  #timedLeft: number;
  #timed = 0;
  #kills = 0;
  #lives = 0;
  /** Milliseconds that an undisturbed stage takes. */
  #durations = new Map<string, number>();

  constructor(subject: Subject, options: ProofOptions) {
    this.#subject = subject;
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#timedLeft = Math.floor(options.kills / TIMED_SHARE);
  }

  async run(): Promise<ProofResult> {
    const { kills, say } = this.#options;
    const announced = await this.#reference();
    const phases = this.#phases();
    this.#plan = createKillPlan({
      phases,
      aimed: kills - this.#timedLeft,
      announced: (stage) => announced.get(stage) ?? [],
      spread: this.#subject.spread,
      random: this.#random,
    });
    while (this.#isUnfinished() && this.#violations.length === 0 && this.#lives < kills + 3) await this.#live();
    const unhit = phases.map(nameOf).filter((name) => !this.#hits.has(name));
    for (const name of unhit) say(`never hit: ${name}`);
    return {
      proof: this.#subject.name,
      seed: this.#options.seed,
      kills: this.#kills,
      timed: this.#timed,
      lives: this.#lives,
      phases: this.#subject.phases.length,
      aimedAt: phases.length,
      hits: Object.fromEntries([...this.#hits].sort()),
      unhit,
      violations: this.#violations,
      seconds: Math.round((performance.now() - this.#start) / 1000),
    };
  }

  /** With fewer kills than phases, only so many are aimed at, spread evenly over the work. */
  #phases(): readonly Phase[] {
    const { phases } = this.#subject;
    const aimed = this.#options.kills - this.#timedLeft;
    if (aimed >= phases.length) return phases;
    this.#options.say(`${aimed} aimed kills cannot hit all ${phases.length} phases: some are left out.`);
    const chosen = new Set(this.#random.some(phases, aimed));
    return phases.filter((phase) => chosen.has(phase));
  }

  #isUnfinished(): boolean {
    return this.#timedLeft > 0 || (this.#plan?.left() ?? 0) > 0;
  }

  /** An undisturbed life: what each stage announces, and how long it takes. */
  async #reference(): Promise<Map<string, readonly string[]>> {
    const life = await this.#subject.begin(seededRandom(this.#options.seed));
    const announced = new Map<string, readonly string[]>();
    try {
      for (let stage: string | null = life.firstStage; stage !== null; stage = await life.advance()) {
        if (this.#durations.has(stage)) break;
        const outcome = await runProbed(life.command, null);
        if (!life.isComplete(outcome)) throw new Error(`The undisturbed run failed.\n${told(outcome)}`);
        this.#durations.set(stage, outcome.ms);
        announced.set(stage, outcome.announced);
      }
    } finally {
      await life.close();
    }
    const absent = this.#subject.phases.filter(({ stage, phase }) => !announced.get(stage)?.includes(phase));
    if (absent.length > 0)
      throw new Error(`Phases that no undisturbed run ever reaches: ${absent.map(nameOf).join(', ')}.`);
    return announced;
  }

  async #live(): Promise<void> {
    const life = await this.#subject.begin(this.#random);
    this.#lives += 1;
    try {
      for (let stage: string | null = life.firstStage; stage !== null; stage = await life.advance()) {
        await this.#killThenComplete(life, stage);
        if (this.#violations.length > 0 || !this.#isUnfinished()) break;
      }
      if (this.#violations.length === 0) this.#violated(await life.end());
      this.#options.say(`life ${this.#lives} compared: ${this.#violations.length} violations`);
    } finally {
      await life.close();
    }
  }

  async #killThenComplete(life: Life, stage: string): Promise<void> {
    const targets: (Target | null)[] = this.#plan?.take(stage, this.#subject.killsPerStage[stage] ?? 1) ?? [];
    for (let i = targets.length - 1; i >= 0 && this.#timedLeft > 0; i -= TIMED_SHARE - 1, this.#timedLeft -= 1)
      targets.splice(this.#random.below(targets.length + 1), 0, null);
    if (targets.length === 0 && this.#plan?.left() === 0 && this.#timedLeft > 0) {
      targets.push(null);
      this.#timedLeft -= 1;
    }
    while (targets.length > 0) {
      const target = targets.shift() ?? null;
      const outcome = await this.#runOnce(life, this.#killOf(target, stage));
      if (!outcome.killed) {
        this.#missed(target, targets);
        return this.#completed(life, outcome);
      }
      this.#hit(stage, outcome, target);
      this.#violated(await life.atRest());
      if (this.#violations.length > 0) return;
      if (this.#random.below(2) === 0) await life.disturb();
    }
    this.#completed(life, await this.#runOnce(life, null));
  }

  #killOf(target: Target | null, stage: string): Kill {
    if (target) return { phase: target.phase, nth: target.nth };
    return { afterMs: Math.round(this.#random.share() * (this.#durations.get(stage) ?? 1_000)) };
  }

  async #runOnce(life: Life, kill: Kill | null): Promise<Outcome> {
    for (let attempt = 0; ; attempt++) {
      const outcome = await runProbed(life.command, kill);
      if (outcome.killed || attempt >= MOST_LINGERING || !life.isLingering?.(outcome)) return outcome;
    }
  }

  #missed(target: Target | null, rest: readonly (Target | null)[]): void {
    for (const waiting of rest) {
      if (waiting) this.#plan?.putBack(waiting, false);
      else this.#timedLeft += 1;
    }
    if (!target) this.#timedLeft += 1;
    else if (target.misses < MOST_MISSES) this.#plan?.putBack(target, true);
  }

  #hit(stage: string, outcome: Outcome, target: Target | null): void {
    const phase = target?.phase ?? outcome.announced.at(-1) ?? 'starting';
    const name = nameOf({ stage, phase });
    this.#kills += 1;
    if (!target) this.#timed += 1;
    this.#hits.set(name, (this.#hits.get(name) ?? 0) + 1);
    const how = target ? `#${target.nth}` : `after ${Math.round(outcome.ms)} ms`;
    this.#options.say(`kill ${this.#kills}/${this.#options.kills}: ${name} ${how}`);
  }

  #completed(life: Life, outcome: Outcome): void {
    if (!life.isComplete(outcome)) this.#violated([`The program did not complete its work.\n${told(outcome)}`]);
  }

  #violated(violations: readonly string[]): void {
    for (const violation of violations) {
      this.#violations.push(violation);
      this.#options.say(`VIOLATION: ${violation}`);
    }
  }
}

function told({ code, stdout, stderr }: Outcome): string {
  return `exit code ${String(code)}\n${stdout.slice(-1_000)}\n${stderr.slice(-3_000)}`;
}
