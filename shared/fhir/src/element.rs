//! Reading and writing one element of a JSON object.

use serde_json::{Map, Number, Value};

use crate::FhirError;

/// A JSON object in the order of its document.
pub type Object = Map<String, Value>;

/// A FHIR datatype that can be read from and written to JSON.
pub trait Datatype: Sized {
    /// Reads the value; the error's path is relative to it.
    fn read(value: &Value) -> Result<Self, FhirError>;
    /// The value as JSON.
    fn write(&self) -> Value;
}

/// An element of an object: absent, single (`Option`) or repeated (`Vec`).
pub trait Field: Sized {
    /// Reads element `name` of `object`; the error's path begins with `name`.
    fn get(object: &Object, name: &str) -> Result<Self, FhirError>;
    /// Sets element `name`, or removes it when there is nothing to say.
    fn put(&self, object: &mut Object, name: &str);
}

impl<T: Datatype> Field for Option<T> {
    fn get(object: &Object, name: &str) -> Result<Self, FhirError> {
        match object.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::read(value).map(Some).map_err(|error| error.within(name)),
        }
    }

    fn put(&self, object: &mut Object, name: &str) {
        match self {
            Some(value) => {
                object.insert(name.to_owned(), value.write());
            }
            None => {
                object.shift_remove(name);
            }
        }
    }
}

impl<T: Datatype> Field for Vec<T> {
    /// A `null` in a list stands for a primitive that has only extensions (R4, JSON representation): it is no item.
    fn get(object: &Object, name: &str) -> Result<Self, FhirError> {
        match object.get(name) {
            None | Some(Value::Null) => Ok(Self::new()),
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .filter(|(_, item)| !item.is_null())
                .map(|(index, item)| T::read(item).map_err(|error| error.at(index).within(name)))
                .collect(),
            Some(_) => Err(FhirError::wrong_type("list").within(name)),
        }
    }

    fn put(&self, object: &mut Object, name: &str) {
        if self.is_empty() {
            object.shift_remove(name);
        } else {
            object.insert(name.to_owned(), Value::Array(self.iter().map(Datatype::write).collect()));
        }
    }
}

impl Datatype for String {
    fn read(value: &Value) -> Result<Self, FhirError> {
        value.as_str().map(str::to_owned).ok_or_else(|| FhirError::wrong_type("string"))
    }

    fn write(&self) -> Value {
        Value::String(self.clone())
    }
}

impl Datatype for bool {
    fn read(value: &Value) -> Result<Self, FhirError> {
        value.as_bool().ok_or_else(|| FhirError::wrong_type("boolean"))
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }
}

/// FHIR `integer`, `positiveInt` and `unsignedInt`.
impl Datatype for i32 {
    fn read(value: &Value) -> Result<Self, FhirError> {
        let number = value.as_number().ok_or_else(|| FhirError::wrong_type("integer"))?;
        number.as_str().parse().map_err(|_| FhirError::malformed("integer"))
    }

    fn write(&self) -> Value {
        Value::Number(Number::from(*self))
    }
}

/// An element whose inside is not looked at.
impl Datatype for Value {
    fn read(value: &Value) -> Result<Self, FhirError> {
        Ok(value.clone())
    }

    fn write(&self) -> Value {
        self.clone()
    }
}

pub(crate) fn object(value: &Value) -> Result<&Object, FhirError> {
    value.as_object().ok_or_else(|| FhirError::wrong_type("object"))
}

/// Declares datatypes and backbone elements: a struct with one public field an element, read and written by name.
macro_rules! datatypes {
    ($(
        $(#[$doc:meta])*
        $name:ident { $( $(#[$field_doc:meta])* $field:ident : $kind:ty = $json:literal ),* $(,)? }
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name {
            $( $(#[$field_doc])* #[doc = concat!("Element `", $json, "`.")] pub $field: $kind, )*
        }

        impl $crate::element::Datatype for $name {
            fn read(value: &serde_json::Value) -> Result<Self, $crate::FhirError> {
                let object = $crate::element::object(value)?;
                Ok(Self { $( $field: $crate::element::Field::get(object, $json)?, )* })
            }

            fn write(&self) -> serde_json::Value {
                let mut object = $crate::element::Object::new();
                $( $crate::element::Field::put(&self.$field, &mut object, $json); )*
                serde_json::Value::Object(object)
            }
        }
    )*};
}
pub(crate) use datatypes;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: &Value) -> Object {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn an_error_in_a_list_says_which_item() {
        let error = Vec::<String>::get(&object(&json!({"given": ["a", 1]})), "given").unwrap_err();
        assert_eq!(error.path, "given[1]");
    }

    #[test]
    fn a_null_in_a_list_is_no_item() {
        let names = Vec::<String>::get(&object(&json!({"given": [null, "a"]})), "given").unwrap();
        assert_eq!(names, ["a"]);
    }

    #[test]
    fn an_integer_with_a_fraction_is_malformed() {
        assert!(Option::<i32>::get(&object(&json!({"n": 1.5})), "n").is_err());
        assert_eq!(Option::<i32>::get(&object(&json!({"n": -3})), "n").unwrap(), Some(-3));
    }

    #[test]
    fn setting_nothing_removes_the_element() {
        let mut map = object(&json!({"a": 1, "b": 2}));
        None::<String>.put(&mut map, "a");
        Vec::<String>::new().put(&mut map, "b");
        assert!(map.is_empty());
    }
}
