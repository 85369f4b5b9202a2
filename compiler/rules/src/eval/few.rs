//! A set that is mostly small: no table until it is not.

use std::hash::Hash;

use rustc_hash::FxHashSet;

#[derive(Clone, Debug)]
pub(crate) struct FewSet<T> {
    few: Vec<T>,
    /// All of them, once there are more.
    many: FxHashSet<T>,
}

const FEW: usize = 16;

impl<T> Default for FewSet<T> {
    fn default() -> Self {
        Self { few: Vec::new(), many: FxHashSet::default() }
    }
}

impl<T: Copy + Eq + Hash> FewSet<T> {
    /// Whether it was not there.
    pub(crate) fn insert(&mut self, item: T) -> bool {
        if !self.many.is_empty() {
            return self.many.insert(item);
        }
        if self.few.contains(&item) {
            return false;
        }
        self.few.push(item);
        if self.few.len() > FEW {
            self.many.extend(self.few.drain(..));
        }
        true
    }

    /// Keeps the memory of the small set only: clearing a table takes as long as it is large.
    pub(crate) fn clear(&mut self) {
        self.few.clear();
        if !self.many.is_empty() {
            self.many = FxHashSet::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FewSet;

    #[test]
    fn each_item_is_new_once_however_many_there_are() {
        let mut set = FewSet::default();
        for round in 0..2 {
            for item in 0..100_u32 {
                assert_eq!(set.insert(item), round == 0);
            }
        }
        set.clear();
        assert!(set.insert(1));
    }
}
