// Registers <orienta-chat>.
export {};
