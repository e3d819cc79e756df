//! The threads that read and judge.

use std::hint::black_box;

use rayon::ThreadPoolBuilder;

/// Room that the allocator keeps for each thread from the start on, in bytes. Linux's would else ask the kernel for a thread's memory page by
/// page, while the other threads wait: some seven hundred times for a small repository. What nobody writes to costs nothing.
const ROOM: usize = 24 << 20;

/// Threads that serve an editor. Each keeps memory of its own for as long as the server runs, and an edit gains little from more; the rest of
/// the machine is the editor's.
const SERVING: usize = 2;

/// Readies the threads for one run, this one among them. Their number is the machine's, or `RAYON_NUM_THREADS`.
pub fn for_a_run() {
    // What was given back once is kept the next time, up to its size.
    give_back(ROOM + 1);
    begin(ThreadPoolBuilder::new().use_current_thread().start_handler(|_| give_back(ROOM)));
}

/// Readies the threads for a server.
pub(super) fn for_a_server() {
    begin(ThreadPoolBuilder::new().num_threads(SERVING));
}

fn begin(threads: ThreadPoolBuilder) {
    // Fails only where threads run already, which then do the work.
    let _ = threads.build_global();
}

/// Takes so many bytes and gives them back; where there are not as many, the run begins without.
fn give_back(bytes: usize) {
    let mut room = Vec::<u8>::new();
    let _ = room.try_reserve_exact(bytes);
    drop(black_box(room));
}
