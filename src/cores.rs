//! Jobs that do not depend on each other, on all cores. Native only: a page has one thread.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Works through `jobs` on all cores; results in the order of the jobs. A core takes the next job
/// when it is done with the last, and keeps nothing of it but the result.
pub fn on_all_cores<J: Sync, R: Send>(jobs: &[J], work: impl Fn(&J) -> R + Sync) -> Vec<R> {
    on_cores(thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN), jobs, work)
}

/// The same with at most so many jobs at a time. Their number changes how long it takes, nothing
/// else.
pub fn on_cores<J: Sync, R: Send>(
    at_a_time: NonZero<usize>,
    jobs: &[J],
    work: impl Fn(&J) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, R)>> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..at_a_time.get().min(jobs.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(index) else { break };
                    let result = work(job);
                    results.lock().expect("no worker panicked").push((index, result));
                }
            });
        }
    });
    let mut results = results.into_inner().expect("no worker panicked");
    results.sort_by_key(|&(index, _)| index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Condvar;
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_jobs() {
        let jobs: Vec<u64> = (0..100).collect();
        let squares: Vec<u64> = jobs.iter().map(|n| n * n).collect();
        // The first jobs are done last.
        let square = |&n: &u64| {
            thread::sleep(Duration::from_millis(if n < 2 { 50 } else { 0 }));
            n * n
        };
        for at_a_time in [1, 2, 7, 1000] {
            let at_a_time = NonZero::new(at_a_time).expect("not zero");
            assert_eq!(on_cores(at_a_time, &jobs, square), squares, "{at_a_time}");
        }
        assert_eq!(on_all_cores(&jobs, square), squares);
        assert!(on_all_cores(&[], |(): &()| ()).is_empty());
    }

    #[test]
    fn two_jobs_run_at_the_same_time() {
        let (begun, changed) = (Mutex::new(0), Condvar::new());
        let met = on_cores(NonZero::new(2).expect("not zero"), &[(), ()], |()| {
            let mut begun = begun.lock().expect("no worker panicked");
            *begun += 1;
            changed.notify_all();
            // Alone, a job would wait for the other in vain.
            let wait = Duration::from_secs(10);
            let result = changed.wait_timeout_while(begun, wait, |begun| *begun < 2);
            !result.expect("no worker panicked").1.timed_out()
        });
        assert_eq!(met, [true, true]);
    }
}
