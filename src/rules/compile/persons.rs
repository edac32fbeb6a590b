//! People whom the packs list: their aliases and offices become entries that texts can name.

use super::{Compiler, error_whole};
use crate::rules::diagnostic::{RuleError, SourceFile};
use crate::rules::lexicon::{LexiconId, Seen};
use crate::rules::persons::{self, OFFICE, Persons};
use crate::rules::spec::{AttributeSpec, Attributes, Case, Located};
use crate::rules::{PEOPLE, yaml};
use std::sync::Arc;

impl Compiler {
    /// The attributes of a person, with the name the output uses; the first spelling by default.
    pub(super) fn person(
        &mut self,
        file: &SourceFile,
        words: &Located,
        attributes: &Attributes,
    ) -> Attributes {
        for problem in persons::problems(attributes) {
            let from = yaml::byte_of(&file.text, &words.referenced);
            let error = match yaml::keys::find(&file.text, from, &problem.way) {
                Some(at) => RuleError::at(file, at, problem.message),
                None => error_whole(file, words, problem.message),
            };
            self.errors.push(error.code("person").help_if(problem.help));
        }
        let first = words.value.split('|').next().unwrap_or_default().trim().to_owned();
        let mut attributes = attributes.clone();
        attributes.entry("name".to_owned()).or_insert(AttributeSpec::Text(first));
        attributes
    }

    pub(super) fn is_person(&self, id: LexiconId) -> bool {
        self.rules.lexicons.id(PEOPLE) == Some(id)
    }

    /// Adds the further names of everybody listed, and the offices.
    pub(super) fn persons(&mut self, seen: &mut Seen) {
        let Some(id) = self.rules.lexicons.id(PEOPLE) else { return };
        let entries = self.rules.lexicons.get(id).entries.clone();
        for entry in &entries {
            let names = entry.text("name").into_iter().chain(persons::aliases(&entry.attributes));
            for name in names {
                self.add(id, name, Case::default(), Arc::clone(&entry.attributes), seen);
            }
            for role in persons::roles(&entry.attributes) {
                let office = self.rules.lexicons.declare(OFFICE);
                self.add(office, &role.title, Case::Any, Arc::default(), seen);
            }
        }
        self.rules.persons = Persons::read(&self.rules.lexicons);
    }
}
