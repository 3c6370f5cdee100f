use super::CellIx;

/// An order in which each cell comes after what it uses (its rank by cell), and the cycles of named uses. Where a
/// loose use makes a cycle it does not count.
pub(super) fn order(named: &[Vec<CellIx>], loose: &[Vec<CellIx>]) -> (Vec<u32>, Vec<Vec<CellIx>>) {
    (rank(named, loose), cycles(named))
}

/// Depth first, what is named before what is come by.
fn rank(named: &[Vec<CellIx>], loose: &[Vec<CellIx>]) -> Vec<u32> {
    let mut rank = vec![u32::MAX; named.len()];
    let mut seen = vec![false; named.len()];
    let mut next = 0;
    for start in 0..named.len() {
        let mut stack: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((cell, at)) = stack.last_mut() {
            let cell = *cell;
            if *at == 0 {
                if seen.get(cell).copied().unwrap_or(true) {
                    stack.pop();
                    continue;
                }
                if let Some(seen) = seen.get_mut(cell) {
                    *seen = true;
                }
            }
            let first = named.get(cell).map_or(&[][..], Vec::as_slice);
            let then = loose.get(cell).map_or(&[][..], Vec::as_slice);
            let used = first.get(*at).or_else(|| then.get(*at - first.len().min(*at)));
            *at += 1;
            if let Some(used) = used {
                let used = *used as usize;
                if !seen.get(used).copied().unwrap_or(true) {
                    stack.push((used, 0));
                }
            } else {
                if let Some(rank) = rank.get_mut(cell) {
                    *rank = next;
                    next += 1;
                }
                stack.pop();
            }
        }
    }
    rank
}

/// Tarjan's strongly connected components, without recursion; those of one cell count when it uses itself.
fn cycles(named: &[Vec<CellIx>]) -> Vec<Vec<CellIx>> {
    const NONE: u32 = u32::MAX;
    let count = named.len();
    let mut index = vec![NONE; count];
    let mut low = vec![NONE; count];
    let mut on_stack = vec![false; count];
    let mut stack: Vec<usize> = Vec::new();
    let mut next = 0u32;
    let mut found = Vec::new();
    let get = |list: &[u32], at: usize| list.get(at).copied().unwrap_or(NONE);
    for start in 0..count {
        if get(&index, start) != NONE {
            continue;
        }
        let mut calls: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((cell, at)) = calls.last().copied() {
            if at == 0 {
                set(&mut index, cell, next);
                set(&mut low, cell, next);
                next += 1;
                stack.push(cell);
                set(&mut on_stack, cell, true);
            }
            let used = named.get(cell).and_then(|uses| uses.get(at)).map(|used| *used as usize);
            if let Some(call) = calls.last_mut() {
                call.1 += 1;
            }
            if let Some(used) = used {
                if get(&index, used) == NONE {
                    calls.push((used, 0));
                } else if on_stack.get(used).copied().unwrap_or(false) {
                    let lower = get(&low, cell).min(get(&index, used));
                    set(&mut low, cell, lower);
                }
                continue;
            }
            calls.pop();
            if let Some((caller, _)) = calls.last().copied() {
                let lower = get(&low, caller).min(get(&low, cell));
                set(&mut low, caller, lower);
            }
            if get(&low, cell) != get(&index, cell) {
                continue;
            }
            let mut component: Vec<CellIx> = Vec::new();
            while let Some(member) = stack.pop() {
                set(&mut on_stack, member, false);
                component.push(u32::try_from(member).unwrap_or(NONE));
                if member == cell {
                    break;
                }
            }
            let uses_itself =
                || named.get(cell).is_some_and(|uses| uses.iter().any(|used| *used as usize == cell));
            if component.len() > 1 || uses_itself() {
                component.sort_unstable();
                found.push(component);
            }
        }
    }
    found.sort();
    found
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_uses_itself_or_each_other_is_a_cycle() {
        let named = vec![vec![1], vec![0], vec![2], vec![0], vec![]];
        assert_eq!(order(&named, &vec![Vec::new(); 5]).1, vec![vec![0, 1], vec![2]]);
    }

    proptest! {
        #[test]
        fn each_comes_after_what_it_uses(uses in proptest::collection::vec(proptest::collection::vec(0u32..40, 0..4), 40)) {
            // Using only what has a greater number: no cycle is possible.
            let named: Vec<Vec<u32>> = (0u32..).zip(&uses)
                .map(|(cell, uses)| uses.iter().copied().filter(|used| *used > cell).collect()).collect();
            let (rank, cycles) = order(&named, &vec![Vec::new(); 40]);
            prop_assert!(cycles.is_empty());
            for (cell, uses) in named.iter().enumerate() {
                for used in uses {
                    prop_assert!(rank[*used as usize] < rank[cell]);
                }
            }
        }
    }
}
