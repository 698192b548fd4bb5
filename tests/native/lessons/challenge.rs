//! The challenge stays solvable: the settings that solve it reach every task, the others miss one.

use mailflow::lesson::Lesson;
use mailflow::lesson::goal::Standing;
use mailflow::sim::Sim;
use mailflow::time::Time;
use std::thread;

/// How the tasks stand at the end of a run with these actions, from where the tries begin.
fn standings(lesson: &Lesson, actions: &[mailflow::scenario::Action]) -> Vec<Standing> {
    let mut scenario = lesson.scenario.clone().without_actions();
    scenario.actions_mut().extend_from_slice(actions);
    let mut sim = Sim::new(&scenario, lesson.seed);
    sim.run_until(Time::NEVER);
    let from = lesson.steps[lesson.try_from].seek.expect("a try begins somewhere");
    lesson.goals.iter().map(|goal| goal.standing(&sim, from)).collect()
}

#[test]
fn three_settings_solve_the_challenge_and_two_do_not() {
    let lesson = Lesson::by_id("challenge").expect("the challenge");
    let solves = lesson.solutions.iter().filter(|solution| solution.solves).count();
    assert_eq!((solves, lesson.solutions.len() - solves), (3, 2));
    let all: Vec<_> = thread::scope(|scope| {
        let run = |solution: &'_ mailflow::lesson::Solution| {
            let (lesson, actions) = (lesson.clone(), solution.actions.clone());
            scope.spawn(move || standings(&lesson, &actions))
        };
        let threads: Vec<_> = lesson.solutions.iter().map(run).collect();
        threads.into_iter().map(|thread| thread.join().expect("a run")).collect()
    });
    for (solution, standings) in lesson.solutions.iter().zip(all) {
        let done = standings.iter().all(|&standing| standing == Standing::Done);
        assert_eq!(done, solution.solves, "{}: {standings:?}", solution.name);
        assert!(!standings.contains(&Standing::Open), "{}: {standings:?}", solution.name);
    }
}

#[test]
fn doing_nothing_misses_the_challenge() {
    let lesson = Lesson::by_id("challenge").expect("the challenge");
    assert!(standings(&lesson, &[]).contains(&Standing::Failed));
}
