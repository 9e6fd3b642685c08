"""Everything that touches Rasa's insides: stubs, patches, stores, actions in the process."""
